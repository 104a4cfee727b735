/** Why the local stack did not start, in one line that says what to do about it. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}

/** A port the stack needs is taken; with a port of its own choice the stack just tries others. */
export class PortTaken extends StartFailure {
  constructor(port: number) {
    super(
      `Port ${port} is taken; Habeas needs three in a row: set PORT to another number, or stop what uses it.`,
    );
  }
}
