/** What the words of a fault may tell of it. */
export interface Detail {
  readonly reasons?: readonly string[];
  readonly retryAfter?: number;
  readonly seatsFree?: number;
}
