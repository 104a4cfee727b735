/** A letter has surely not been sent, and a later try may succeed. The message is the name of the cause, no more. */
export class MailUnavailable extends Error {
  override readonly name = "MailUnavailable";
}

/** Everything about the person is being erased just now; what was to be done for them is moot, or comes later. */
export class ErasureRunning extends Error {
  override readonly name = "ErasureRunning";
}

/** Thrown where another dispatcher has the entry in hand just now; later it is done, or can be taken up. */
export class EntryHeld extends Error {
  override readonly name = "EntryHeld";
}

/** A holder of the data map did not do what it was asked, or kept changing meanwhile. A later try finds what is left. */
export class HolderUnavailable extends Error {
  override readonly name = "HolderUnavailable";
}
