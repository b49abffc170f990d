/** First keys of PostgreSQL's two-key advisory locks: `engine` is held by the one process that stores metrics, `partitions` while one is made. */
export const advisoryLocks = { engine: 731_002, partitions: 731_003 } as const;
