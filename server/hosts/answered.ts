import { AppError } from '@/lib/errors';
import { isPromqlError } from '@/lib/promql/error';

/** The expressions are ours: a query that fails by its cost or its time is not the caller's fault, and may work in a moment. Throws AppError. */
export async function answered<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (!isPromqlError(error) || error.kind === 'bad_data') throw error;
    throw new AppError('unavailable', `The hosts could not be read: ${error.message}. Try again in a moment.`, { cause: error });
  }
}
