/** A tenant as the data layer needs it: `id` (uuid) for state rows, `number` for the compact rows of samples. */
export interface TenantRef {
  id: string;
  number: number;
}
