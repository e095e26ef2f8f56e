// A text field with a list of suggestions, after the ARIA combobox pattern: arrows move, Enter or Tab takes, Escape closes.
import { el } from './dom.js';

/**
 * @param input the text field  @param list the listbox element
 * @param source `async (input) => [{label, about, take}]`; `take()` is called when one is chosen
 * @param eager whether the first suggestion is marked without an arrow key
 *
 * Enter pressed while suggestions are still being looked up takes the marked one as soon as they are there.
 */
export function combobox(input, list, source, { eager = () => false, always = false } = {}) {
  let options = [];
  let marked = -1;
  let asked = 0;
  let looking = false;
  let wanted = false; // Enter was pressed too soon

  const open = () => !list.hidden;

  function mark(index) {
    marked = index;
    [...list.children].forEach((each, i) => each.setAttribute('aria-selected', String(i === marked)));
    const now = list.children[marked];
    if (now?.id) input.setAttribute('aria-activedescendant', now.id);
    else input.removeAttribute('aria-activedescendant');
    now?.scrollIntoView({ block: 'nearest' });
  }

  function close() {
    if (always) return;
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    options = [];
    mark(-1);
  }

  function take(option) {
    option.take();
    input.focus();
  }

  async function look() {
    asked += 1;
    const mine = asked;
    looking = true;
    const found = await source(input);
    if (mine !== asked) return;
    looking = false;
    options = found;
    list.replaceChildren(...options.map((option, i) => el('div', {
      role: 'option', id: `${list.id}-${i}`, 'aria-selected': 'false',
      onmousedown: (event) => event.preventDefault(), onclick: () => take(option),
    }, option.face, el('span', { class: 'label' }, option.label), option.about && el('span', { class: 'about' }, option.about))));
    list.hidden = !options.length && !always;
    input.setAttribute('aria-expanded', String(!list.hidden));
    mark(options.length && eager(input) ? 0 : -1);
    if (wanted && marked >= 0) take(options[marked]);
    wanted = false;
  }

  function key(event) {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open()) { look(); return; }
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (options.length) mark((marked + step + options.length + (marked < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === 'Escape' && open() && !always) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab' && !event.shiftKey && open() && marked >= 0 && !always) {
      event.preventDefault();
      take(options[marked]);
    } else if (event.key === 'Enter' && looking && always) {
      event.preventDefault();
      event.stopImmediatePropagation();
      wanted = true;
    } else if (event.key === 'Enter' && open() && marked >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      take(options[marked]);
    }
  }

  input.addEventListener('input', () => {
    wanted = false;
    look();
  });
  input.addEventListener('keydown', key);
  if (!always) input.addEventListener('blur', () => setTimeout(close, 120));
  return { look, close };
}
