import type { Expr } from '@/lib/promql/ast';
import { evaluateAggregate } from './aggregate';
import { evaluateBinary, evaluateScalarBinary, withoutNames } from './binary';
import { evaluateCall } from './call';
import type { Context } from './context';
import { evaluateSelector } from './instant-selector';
import { broadcast, emptyMatrix, type Grid, type Matrix } from './matrix';
import { fillSteps, inStretches, secondsOf } from './scalar-steps';
import { isStepInvariant } from './step-invariant';

type Parts = Pick<Context, 'vector' | 'scalar'>;

/** The two functions by which every part of an evaluation evaluates its operands: what does not change from step to step, once. */
export function evaluatorsOf(context: () => Context): Parts {
  return {
    vector: async (expr, grid) => {
      if (grid.count === 0) return emptyMatrix(0);
      context().budget.hold(grid.count);
      if (grid.count > 1 && isStepInvariant(expr)) {
        return broadcast(await evaluateVector(expr, { ...grid, count: 1 }, context()), grid.count, context().budget);
      }
      return evaluateVector(expr, grid, context());
    },
    scalar: async (expr, grid) => {
      context().budget.hold(grid.count);
      if (grid.count > 1 && isStepInvariant(expr)) {
        const [value = NaN] = await evaluateScalar(expr, { ...grid, count: 1 }, context());
        return new Float64Array(grid.count).fill(value);
      }
      return evaluateScalar(expr, grid, context());
    },
  };
}

async function evaluateVector(expr: Expr, grid: Grid, context: Context): Promise<Matrix> {
  switch (expr.kind) {
    case 'vectorSelector':
      return evaluateSelector(expr, grid, context);
    case 'paren':
      return context.vector(expr.expr, grid);
    case 'unary': {
      const matrix = await context.vector(expr.expr, grid);
      return expr.op === '-' ? withoutNames(await negate(matrix, context)) : matrix;
    }
    case 'call':
      return evaluateCall(expr, grid, context);
    case 'aggregate':
      return evaluateAggregate(expr, grid, context);
    case 'binary':
      return evaluateBinary(expr, grid, context);
    default:
      throw new TypeError(`A ${expr.kind} is no vector.`);
  }
}

async function negate(matrix: Matrix, { budget }: Context): Promise<Matrix> {
  const { values } = matrix;
  await inStretches(values.length, budget, (from, to) => {
    for (let index = from; index < to; index += 1) values[index] = -(values[index] ?? 0);
  });
  return matrix;
}

async function evaluateScalar(expr: Expr, grid: Grid, context: Context): Promise<Float64Array> {
  switch (expr.kind) {
    case 'number':
      return new Float64Array(grid.count).fill(expr.value);
    case 'paren':
      return context.scalar(expr.expr, grid);
    case 'unary': {
      const values = await context.scalar(expr.expr, grid);
      return expr.op === '-' ? fillSteps(values.length, context.budget, (step) => -(values[step] ?? 0)) : values;
    }
    case 'binary':
      return evaluateScalarBinary(expr, grid, context);
    case 'call':
      if (expr.func === 'time') return secondsOf(grid, context.budget);
      if (expr.func === 'pi') return new Float64Array(grid.count).fill(Math.PI);
      return expr.args[0] ? onlyValues(await context.vector(expr.args[0], grid), context) : new Float64Array(grid.count).fill(NaN);
    default:
      throw new TypeError(`A ${expr.kind} is no scalar.`);
  }
}

/** `scalar(vector)`: the value of the only series there is at a step, else NaN. */
async function onlyValues({ steps, labels, values, present }: Matrix, { budget }: Context): Promise<Float64Array> {
  budget.hold(steps);
  const found = new Float64Array(steps).fill(NaN);
  const counts = new Uint32Array(steps);
  for (let row = 0; row < labels.length; row += 1) {
    for (let step = 0; step < steps; step += 1) {
      if (present[row * steps + step] === 0) continue;
      counts[step] = (counts[step] ?? 0) + 1;
      found[step] = counts[step] === 1 ? (values[row * steps + step] ?? 0) : NaN;
    }
    if (budget.spend(steps)) await budget.breathe();
  }
  return found;
}
