/** The variables that set retention, and lock it in Config. */
export const retentionVariables = { rawDays: 'METRICS_RETENTION', fiveMinuteDays: 'METRICS_RETENTION_5M', hourDays: 'METRICS_RETENTION_1H', diskBudgetBytes: 'METRICS_DISK_BUDGET' } as const;
