import type { Controller } from "../policy/controller.ts";
import { keptFor } from "../policy/retention-schedule.ts";

/** Where the token of a link can be sent, by what the letter's link is for. */
export type LinkPurpose = "confirm" | "show-request";

interface Purpose {
  readonly action: string;
  readonly title: string;
  readonly button: string;
  readonly words: (controller: Controller) => string;
  /** What else the link can be used for, by a second button. */
  readonly also?: { readonly action: string; readonly button: string; readonly words: string };
}

const purposes: Readonly<Record<LinkPurpose, Purpose>> = {
  confirm: {
    action: "/verify",
    title: "Is it you?",
    button: "Confirm",
    // The same for who has sent a form and for whom a friend has recommended: no server knows yet whose link it is.
    words: (controller) =>
      `Somebody gave ${controller.name} your e-mail address. If you want what our e-mail asks you to confirm, press the button. If not, close this page: nothing happens, and what was sent is erased after ${keptFor(controller, "unverified")}.`,
  },
  "show-request": {
    action: "/request/session",
    title: "Your request",
    button: "Show my request",
    words: () => "See how your request stands. It is shown for half an hour, in this browser only.",
    also: {
      action: "/request/cancel",
      button: "Cancel my request",
      words: "You no longer want it? You can cancel it as long as nothing has been done.",
    },
  },
};

/**
 * What a link's fragment opens: hidden until the script has taken the token out of the address bar. It is in every page
 * that can stand at the link's address, as a browser that is there already loads nothing for a new fragment.
 */
export function ByLink(props: { readonly controller: Controller; readonly purpose: LinkPurpose }) {
  const { action, title, button, words, also } = purposes[props.purpose];
  return (
    <section data-with-fragment hidden>
      <h1>{title}</h1>
      <p class="lead">{words(props.controller)}</p>
      <form method="post" action={action}>
        <input type="hidden" name="token" data-fragment="" />
        <button type="submit">{button}</button>
      </form>
      {also === undefined ? null : (
        <form method="post" action={also.action}>
          <p>{also.words}</p>
          <input type="hidden" name="token" data-fragment="" />
          <button type="submit" class="quiet">
            {also.button}
          </button>
        </form>
      )}
    </section>
  );
}
