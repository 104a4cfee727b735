/** What stands in no copy, and why: named as held all the same (11 CCR 7024(d); GDPR 15(4), 32). */
interface KeptBack {
  readonly title: string;
  readonly words: string;
}

export const keptBack: readonly KeptBack[] = [
  {
    title: "Digests of links, codes and sessions",
    words:
      "For every link and code that we mail you, and while you look at a request of yours, we keep a digest until it expires. With it nobody can find out what the link was; it says nothing about you, and in a copy it would only help an attacker.",
  },
  {
    title: "The key to your data",
    words:
      "What you send us is encrypted under a key of your own. We keep that key, itself encrypted, as long as we keep anything of yours; outside our stores it must not exist.",
  },
  {
    title: "The number under which we file you",
    words:
      "In place of your name and address our stores use a number that only our own key can make out of your address. It leads to nobody but within our stores.",
  },
  {
    title: "A digest of your network’s address",
    words:
      "When a form is sent, a keyed digest of the network it came from is kept for up to 24 hours, to stop floods of letters. It is not filed under you, so nobody can look up yours.",
  },
  {
    title: "The log of what was done with your requests",
    words:
      "It holds the steps and their times, without your name, your address or anything you wrote. The requests themselves are in the copy where the right that you used covers them.",
  },
  {
    title: "Passages about other people",
    words:
      "Where a text of yours is about somebody else whose rights weigh more, a person of ours may have covered the passage. Each one is marked in its place; which words they are is kept with the record, encrypted.",
  },
  {
    title: "Marks of our staff",
    words:
      "A person of ours may have marked a record, so that somebody looks at it before it is handed out. What is kept is that it is marked and since when, and of a request which marks were looked at.",
  },
  {
    title: "Legal holds",
    words:
      "Where a claim or a duty makes us keep something that would else be erased, there is a legal hold: what it is on, its ground, its citation, its day, and who of us placed it. What we keep because of one is told to you when you ask for erasure.",
  },
  {
    title: "That your data are being erased, or were erased before",
    words:
      "While everything about you is being erased, a note under your number lets nothing new be written; it goes with the end of the erasure. After it we keep under that number that you were erased before, when, and on which request, so that nobody else can bring you back.",
  },
  {
    title: "That you want no advertising",
    words:
      "Where you have objected to it, unsubscribed from it or taken back your consents, we keep under that number since when, and on which request, so that nobody else can have us ask you.",
  },
  {
    title: "The ledger of erasures",
    words:
      "Each erasure is written into a ledger of erasures: the number under which we filed you, the reference, the time, how much of it was to go, and a digest of how many things there were. By it everything is erased again that a restored backup would bring back.",
  },
];

/** 11 CCR 7024(d): never disclosed, but named where they were collected. They were not. */
export const NEVER_COLLECTED =
  "We never ask for numbers of identity cards, passports, driving licences, bank or insurance accounts, for passwords, security questions and answers, or for biometric data, and none of our forms has a field for them.";
