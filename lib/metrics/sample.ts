/** Labels of a series without its name, as in the Prometheus data model. */
export type Labels = Readonly<Record<string, string>>;

/** One value of one series at a time that the context gives. */
interface Reading {
  name: string;
  labels: Labels;
  value: number;
}

/** A value of a series at a time: `at` in milliseconds since 1970, `value` a float64. */
export interface Sample extends Reading {
  at: number;
}
