interface Counts {
  email: number;
  webhook: number;
  waiting: number;
}

/** How many are told and how, in one sentence. */
export function countWords({ email, webhook, waiting }: Counts): string {
  const total = email + webhook;
  const ways = [email > 0 ? `${amount(email)} by email` : null, webhook > 0 ? `${amount(webhook)} by webhook` : null].filter((way) => way !== null);
  const told = total === 0 ? 'Nobody is told of posts yet' : `${total === 1 ? 'One subscriber is' : `${amount(total)} subscribers are`} told of posts${ways.length > 1 ? `: ${ways.join(', ')}` : email > 0 ? ' by email' : ' by webhook'}`;
  return `${told}.${waiting === 0 ? '' : ` ${waiting === 1 ? 'One has' : `${amount(waiting)} have`} not confirmed yet.`}`;
}

function amount(count: number): string {
  return count.toLocaleString('en');
}
