import { labelsOfSeries, ValueStream, type SeriesPlan } from '../load/series-plan';
import { withScratchEngine } from '../scratch-store';

export interface AtRest {
  samples: number;
  /** Chunks with their index and overflow table. */
  chunkBytes: number;
  /** The names and labels of the series, with their indexes. */
  registryBytes: number;
}

const samplesAtOnce = 16;

/** Stores a plan in an engine of this process, seals all of it, and asks PostgreSQL what it takes on disk. */
export async function measureAtRest(plan: SeriesPlan): Promise<AtRest> {
  return withScratchEngine(async ({ engine, tenant, database }) => {
    const stream = new ValueStream(plan);
    const labels = Array.from({ length: plan.series }, (_, index) => labelsOfSeries(plan, index));
    const value = new Float64Array(1);
    const bits = new Uint32Array(value.buffer);
    for (let done = 0; done < plan.samples; done += samplesAtOnce) {
      const batch = engine.batch(tenant);
      labels.forEach((each, index) => {
        batch.series(each);
        for (let sample = done; sample < Math.min(done + samplesAtOnce, plan.samples); sample += 1) {
          value[0] = stream.next(index);
          batch.sample(plan.firstMs + sample * plan.stepMs, bits[0] ?? 0, bits[1] ?? 0);
        }
      });
      const { refused } = await engine.append(tenant, batch);
      if (refused[0]) throw new Error(refused[0].example);
    }
    await engine.sealAll();
    const { rows } = await database.owner.query<{ chunks: string; registry: string }>(
      `select (select sum(pg_total_relation_size(relid)) from pg_partition_tree('metrics.chunks')) as chunks, pg_total_relation_size('metrics.series') as registry`,
    );
    return { samples: plan.series * plan.samples, chunkBytes: Number(rows[0]?.chunks), registryBytes: Number(rows[0]?.registry) };
  });
}
