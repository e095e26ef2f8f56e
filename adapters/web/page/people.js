// Become anyone: a list of people to search, with a line about each.
import { combobox } from './combobox.js';
import { $, el, initials } from './dom.js';
import { known, on, town } from './state.js';
import { become } from './town.js';

const dialog = $('#people');

function fits(person, typed) {
  const all = `${person.name} ${person.about} ${person.organiser ? 'organiser' : ''} ${person.zone}`.toLowerCase();
  return typed.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

function choose(person) {
  dialog.close();
  become(person.user);
}

function open() {
  const input = el('input', { id: 'search', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'search-list', 'aria-autocomplete': 'list',
    'aria-label': 'Search by name or by what they do', placeholder: 'Search by name or by what they do', autocomplete: 'off' });
  const list = el('div', { id: 'search-list', role: 'listbox', 'aria-label': 'People', class: 'listbox people' });
  const count = el('p', { class: 'hint', 'aria-live': 'polite' });
  dialog.replaceChildren(el('form', { method: 'dialog', onsubmit: (event) => event.preventDefault() },
    el('h2', { id: 'people-title' }, 'Become anyone'),
    el('p', { class: 'hint' }, 'They are all invented, so go on. Each sees only what is theirs to see.'),
    input, count, list, el('div', { class: 'row end' }, el('button', { type: 'button', onclick: () => dialog.close() }, 'Stay as I am'))));
  const box = combobox(input, list, async () => {
    await known;
    const found = [...town.people.values()].filter((person) => fits(person, input.value));
    count.textContent = found.length === 1 ? '1 person' : `${found.length || 'No'} people`;
    return found.map((person) => ({
      face: el('span', { class: 'face', 'aria-hidden': 'true' }, initials(person.name)),
      label: [person.name, person.organiser && el('span', { class: 'is' }, 'organiser'), person.user === town.me.user && el('span', { class: 'is' }, 'you now')],
      about: person.about, take: () => choose(person),
    }));
  }, { always: true, eager: (typed) => typed.value !== '' });
  dialog.showModal();
  input.focus();
  box.look();
}

$('#become').addEventListener('click', open);

on('me', () => {
  $('#become .face').textContent = initials(town.me.name);
  $('#become .me').replaceChildren(el('span', { class: 'you-are' }, 'You are '), el('b', {}, town.me.name), town.me.organiser ? el('span', { class: 'role' }, ', organiser') : '');
});
