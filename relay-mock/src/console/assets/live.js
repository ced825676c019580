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
  const events = new EventSource('/live');
  events.addEventListener('change', renew);
  if (document.querySelector('[data-live="traffic"]') !== null) events.addEventListener('traffic', renew);
  // What changed while the stream was away is not told.
  events.addEventListener('open', renew);
  addEventListener('pagehide', () => events.close());
})();
