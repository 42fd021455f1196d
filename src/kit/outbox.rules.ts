/** Whether work of this priority is mass work: lower is more urgent, 0 the usual. */
export function isMass(priority: number): boolean {
  return priority > 0;
}
