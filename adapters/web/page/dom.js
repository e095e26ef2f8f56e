// Small helpers. Words only ever become text nodes, never markup.

/** An element: `el('button', {class: 'go', onclick}, 'Publish')`. False and null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value === 'boolean') node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== ''));
  return node;
}

export const $ = (selector, root = document) => root.querySelector(selector);

export const first = (name) => name.split(' ')[0];

export const initials = (name) => name.split(/\s+/).map((part) => [...part][0]).slice(0, 2).join('').toUpperCase();

/** Say something to those who listen rather than look. */
export function speak(words) {
  const spoken = $('#spoken');
  spoken.textContent = '';
  requestAnimationFrame(() => { spoken.textContent = words; });
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
