/** What the page does with an editor from outside. */
export interface EditorHandle {
  focus: () => void;
  replace: (expr: string) => void;
  /** At the cursor, in the place of what is selected. */
  insert: (text: string) => void;
}
