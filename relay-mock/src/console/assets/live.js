// Where something has changed, the parts of the page that are marked as live are fetched again: from the page's own
// address, or from the one in data-from, where the page is the answer to a form.
(() => {
  'use strict';
  const parts = () => [...document.querySelectorAll('[data-live][id]')];
  if (parts().length === 0 || !('EventSource' in window)) return;
  let busy = false;
  let again = false;
  const renew = async () => {
    if (busy) { again = true; return; }
    busy = true;
    do {
      again = false;
      try {
        const answer = await fetch(parts()[0].dataset.from || location.href, { headers: { accept: 'text/html' } });
        if (!answer.ok) break;
        const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const part of parts()) {
          const next = now.getElementById(part.id);
          if (next === null || next.innerHTML === part.innerHTML) continue;
          const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
          part.replaceChildren(...next.childNodes);
          if (focused !== null) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
        }
      } catch { break; }
    } while (again);
    busy = false;
  };
  const kinds = ['change', 'open'];
  if (document.querySelector('[data-live="traffic"]') !== null) kinds.push('traffic');
  const hear = (kind) => { if (kinds.includes(kind)) renew(); };
  const listen = (tell) => {
    const events = new EventSource('/live');
    // `open`: what changed while the stream was away is not told.
    for (const kind of ['change', 'traffic', 'open']) events.addEventListener(kind, () => tell(kind));
    addEventListener('pagehide', () => events.close());
  };
  // A browser has six connections to a server, and a stream keeps one: of all open pages one listens and tells the others.
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) return listen(hear);
  const others = new BroadcastChannel('live');
  others.addEventListener('message', (message) => hear(message.data));
  // What has changed since this page was made was told before it listened.
  renew();
  navigator.locks.request('live', () => new Promise(() => listen((kind) => { others.postMessage(kind); hear(kind); })));
})();
