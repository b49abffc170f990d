/** Cookies by origin and then by name, as a browser keeps them. */
type Jar = Map<string, Map<string, string>>;

export interface TestBrowser {
  jar: Jar;
  /** One request; redirects are for the caller. */
  ask(url: string, form?: Record<string, string>): Promise<Response>;
  /** Follows redirects until `isThere` or a page; gives where it is then. */
  follow(url: string, isThere: (url: string) => boolean): Promise<string>;
}

/** What a browser does with cookies and redirects, and no more. */
export function createTestBrowser(): TestBrowser {
  const jar: Jar = new Map();
  const ask: TestBrowser['ask'] = async (url, form) => {
    const { origin } = new URL(url);
    const cookies = jar.get(origin) ?? new Map<string, string>();
    jar.set(origin, cookies);
    const headers = { cookie: [...cookies].map((each) => each.join('=')).join('; '), 'user-agent': 'a browser of the tests' };
    const sent = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
    const answer = await fetch(url, { ...sent, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const follow: TestBrowser['follow'] = async (url, isThere) => {
    for (let at = url, step = 0; step < 20; step += 1) {
      if (isThere(at)) return at;
      const answer = await ask(at);
      await answer.arrayBuffer();
      const location = answer.headers.get('location');
      if (location === null) return at;
      at = new URL(location, at).href;
    }
    throw new Error(`There are too many redirects from ${url}.`);
  };
  return { jar, ask, follow };
}
