// One lit button at a time: the next thing to try, or once all is told, what acts on the newest message.
import { town } from './state.js';

export function lit() {
  for (const was of document.querySelectorAll('.lit')) was.classList.remove('lit');
  chosen()?.classList.add('lit');
}

function chosen() {
  const story = document.querySelector('#story .do');
  const next = town.story?.next;
  if (next && next.as === town.me?.user && next.do.kind === 'press') {
    const there = [...document.querySelectorAll('[data-message]')].find((button) => button.dataset.message === next.do.message && button.dataset.do === next.do.do);
    if (there) return there;
  }
  if (story && !story.offsetParent) return document.querySelector('#open-strip'); // on a phone the strip stands behind this
  if (story || next) return story;
  return document.querySelector('#messages > li:last-child button.go');
}
