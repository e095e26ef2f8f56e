// The first five minutes, and the town clock. Steps tick themselves when the town says so.
import { $, el, first, speak } from './dom.js';
import { openForm } from './form.js';
import { lit } from './lit.js';
import { closePanels } from './places.js';
import { act, Sorry } from './server.js';
import { changed, groupZone, on, town, townNow } from './state.js';
import { become, complain, doHere, goTo } from './town.js';
import { moment } from './words.js';

const TITLES = { done: 'done', now: 'next', later: 'later' };

function step(words, index) {
  const { done, next } = town.story;
  const state = index < done ? 'done' : index === done ? 'now' : 'later';
  return el('li', { class: state, 'aria-current': state === 'now' ? 'step' : false },
    el('span', { class: 'number', 'aria-hidden': 'true' }, state === 'done' ? '✓' : String(index + 1)),
    el('div', {}, el('p', { class: 'step' }, words, el('span', { class: 'spoken' }, ` (${TITLES[state]})`)), state === 'now' && next && howTo(next)));
}

function howTo(next) {
  const label = !next.label ? '' : next.as && next.as !== town.me.user ? `Become ${next.name}` : next.do.kind === 'press' ? `Press “${next.label}”` : next.label;
  return [el('p', { class: 'hint' }, next.hint), label && el('button', { type: 'button', class: 'do go', onclick: () => go(next) }, label)];
}

async function go(next) {
  closePanels();
  if (next.as && next.as !== town.me.user) {
    await become(next.as, next.do.place ?? town.place);
    $('#story .do')?.focus();
    return;
  }
  if (next.do.kind === 'form') await doHere('type', { words: next.do.words }, { fill: next.do.values });
  if (next.do.kind === 'travel') await travel({ to: next.do.to });
  if (next.do.kind === 'press') {
    if (next.do.place !== town.place) await goTo(next.do.place);
    const answer = await act('press', { as: town.me.user, message: next.do.message, do: next.do.do }).catch((error) => complain(error.message));
    if (answer?.answer === 'open') openForm(answer.sheet, { from: next.do.message });
  }
}

on('story me places', () => {
  const { steps, done } = town.story;
  const over = done >= steps.length;
  const held = document.activeElement?.classList.contains('do');
  $('#story').replaceChildren(...(over
    ? [el('details', {}, el('summary', { id: 'story-title' }, 'First five minutes: all seen'), el('ol', {}, steps.map(step))),
      el('p', { class: 'hint' }, 'The town is yours now. Type / where you write to see every command.')]
    : [el('h2', { id: 'story-title' }, 'First five minutes'), el('ol', {}, steps.map(step))]).flat());
  document.body.classList.toggle('told', over);
  if (held) $('#story .do')?.focus();
  lit();
});

// --- the clock

async function travel(where) {
  try {
    await act('travel', { as: town.me.user, ...where });
  } catch (error) {
    if (!(error instanceof Sorry)) throw error;
    complain(error.message);
  }
}

function tick() {
  if (!town.clock || !town.me) return;
  const iso = new Date(townNow()).toISOString();
  const face = $('#clock time');
  face.textContent = moment(iso, 'brief');
  face.setAttribute('datetime', iso);
}

on('clock me story', () => {
  const { busy, travelled } = town.clock;
  const eve = town.story.eve;
  const foreign = town.me.zone !== groupZone() ? `${first(town.me.name)}’s time, ${town.me.zone.split('/').pop().replaceAll('_', ' ')}. ` : '';
  $('#clock').setAttribute('aria-busy', String(busy));
  $('#clock .clock-note').textContent = busy ? 'Moving on…' : foreign + (travelled ? 'Moved on by you; it never goes back.' : 'Yours, until you move it on.');
  $('#hour').disabled = busy;
  $('#eve').disabled = busy || !eve;
  tick();
});

let wasBusy = false;
on('clock', () => {
  if (wasBusy && !town.clock.busy) speak(`It is ${moment(new Date(townNow()).toISOString())} in the town.`);
  wasBusy = town.clock.busy;
});

setInterval(tick, 1000);
$('#hour').addEventListener('click', () => travel({ hours: 1 }));
$('#eve').addEventListener('click', () => travel({ to: town.story.eve }));
document.addEventListener('close', () => changed('story'), true);
