/**
 * A raw value as a term of a sum, in SQL. PostgreSQL fails a sum that overflows float64, which would let two samples of 1e308 stop every
 * roll-up; a term that is already infinite does not fail.
 */
export const rawSum = `case when abs(value) < 1e290 then value else sign(value) * 'Infinity'::float8 end`;
