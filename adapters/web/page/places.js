// The list of places and direct conversations, and the head of the one you look at.
import { $, el } from './dom.js';
import { changed, here, on, placeName, town } from './state.js';
import { goTo } from './town.js';

function entry(place) {
  const go = async (event) => {
    event.preventDefault();
    closePanels();
    await goTo(place.id);
  };
  const fresh = place.new > 0 && el('span', { class: place.pinged ? 'new pinged' : 'new' }, String(place.new), el('span', { class: 'spoken' }, ' new'));
  return el('li', {}, el('a', { href: `#${place.id}`, 'aria-current': place.id === town.place ? 'page' : false, onclick: go },
    el('span', {}, placeName(place)), fresh));
}

on('places me', () => {
  const [channels, direct] = [town.places.filter((place) => !place.direct), town.places.filter((place) => place.direct)];
  const focused = document.activeElement?.closest?.('#places a')?.getAttribute('href');
  $('#places').replaceChildren(
    el('h2', {}, town.title), el('ul', {}, channels.map(entry)),
    el('h2', {}, 'Direct'), el('ul', {}, direct.map(entry)),
  );
  if (focused) $(`#places a[href="${CSS.escape(focused)}"]`)?.focus();
  const place = here();
  $('#place-name').textContent = placeName(place);
  if (!$('#place-about').classList.contains('sorry')) {
    $('#place-about').textContent = !place ? '' : place.direct ? 'Between you and Wallflower' : 'Everybody in the group is here';
  }
  const count = town.places.reduce((sum, each) => sum + each.new, 0);
  $('#open-places').replaceChildren('Places', count ? el('span', { class: 'new' }, String(count), el('span', { class: 'spoken' }, ' new')) : '');
  document.title = `${count ? `(${count}) ` : ''}${placeName(place)} · Wallflower`;
});

// On a phone, places and the strip stand behind one button each.
const panels = { 'open-places': 'places', 'open-strip': 'strip' };

export function closePanels() {
  for (const [button, panel] of Object.entries(panels)) {
    $(`#${panel}`).classList.remove('shown');
    $(`#${button}`).setAttribute('aria-expanded', 'false');
  }
  changed('story');
}

for (const [button, panel] of Object.entries(panels)) {
  $(`#${button}`).addEventListener('click', () => {
    const opening = !$(`#${panel}`).classList.contains('shown');
    closePanels();
    $(`#${panel}`).classList.toggle('shown', opening);
    $(`#${button}`).setAttribute('aria-expanded', String(opening));
    if (opening) $(`#${panel} a, #${panel} button`)?.focus();
    changed('story');
  });
}

window.addEventListener('resize', () => changed('story'));

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
  const open = Object.entries(panels).find(([, panel]) => $(`#${panel}`).classList.contains('shown'));
  if (open) { closePanels(); $(`#${open[0]}`).focus(); }
});
