/**
 * First keys of PostgreSQL's two-key advisory locks. `lateness` is held shared by every write of a tenant (second key: its number) and
 * exclusively for the moment in which the roll-up closes minutes; `series` serialises registering; the others are held by one node.
 */
export const advisoryLocks = { lateness: 731_001, series: 731_002, partitions: 731_003, maintenance: 731_004 } as const;
