/** One thing wrong with an input: `wire` is its path by the names of the schema. */
export interface Violation {
  readonly wire: string;
  readonly reason: string;
  readonly expected: string;
}

/** The backend answered, and refused: a code of the closed list, with violations where the input is wrong. */
export class Refused extends Error {
  readonly code: string;
  readonly violations: readonly Violation[];

  constructor(message: string, code: string, violations: readonly Violation[] = []) {
    super(message);
    this.name = "Refused";
    this.code = code;
    this.violations = violations;
  }
}

/** No answer came, or none that can be read: the network, a proxy, a backend that is down. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("the backend could not be reached", { cause });
    this.name = "Unreachable";
  }
}
