/** The numbers from 1 to `most`, to choose from. */
export function seatChoices(most: number): readonly (readonly [string, string])[] {
  return Array.from({ length: most }, (_, index) => [String(index + 1), String(index + 1)] as const);
}
