/* Shows the notifications that Nines pushes, and opens the alert that one is about. It keeps nothing and answers no request of a page. */

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url, acknowledgeUrl } = event.notification.data ?? {};
  event.waitUntil(open(event.action === 'acknowledge' && acknowledgeUrl ? acknowledgeUrl : url));
});

/* The browser has replaced the subscription by another: Nines has to know the new one. */
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(subscribeAgain());
});

/** A push without a notification would make the browser show one of its own. */
async function show(data) {
  const payload = read(data);
  await self.registration.showNotification(payload.title, {
    body: payload.body,
    tag: payload.tag,
    renotify: Boolean(payload.tag),
    requireInteraction: payload.isUrgent === true,
    timestamp: payload.at,
    icon: '/icon.svg',
    data: { url: payload.url, acknowledgeUrl: payload.acknowledgeUrl },
    actions: payload.acknowledgeUrl ? [{ action: 'acknowledge', title: 'Acknowledge' }] : [],
  });
}

function read(data) {
  try {
    const payload = data.json();
    if (typeof payload.title === 'string') return payload;
  } catch {
    // What cannot be read is still a sign that something happened.
  }
  return { title: 'Nines', body: 'Something happened. Open Nines to see it.', url: '/alerts' };
}

async function open(to) {
  const url = webUrl(to);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const same = windows.find((client) => client.url === url.href);
  if (same) return same.focus();
  const near = windows.find((client) => new URL(client.url).origin === url.origin);
  if (near) {
    const focused = await near.focus();
    // Only a page that this worker controls can be led elsewhere by it.
    const led = await focused.navigate(url.href).catch(() => null);
    if (led) return led;
  }
  return self.clients.openWindow(url.href);
}

function webUrl(to) {
  try {
    const url = new URL(to ?? '/alerts', self.location.origin);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  } catch {
    // It leads to the alerts instead.
  }
  return new URL('/alerts', self.location.origin);
}

async function subscribeAgain() {
  const path = '/api/monitoring/push-subscriptions';
  const { publicKey } = await (await fetch(path, { credentials: 'same-origin' })).json();
  const subscription = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  await fetch(path, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify(subscription) });
}
