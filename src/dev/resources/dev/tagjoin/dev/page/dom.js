// Makes elements. Texts become text nodes, so that nothing that ECS or a user says is ever markup.

/**
 * An element.
 *
 * props: `on` maps event names to listeners, `class` and anything else are attributes; null, false
 * and undefined leave an attribute out, true gives it no value.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Tells those who listen instead of look. Old sentences go, so that none is read twice. */
export function say(sentence) {
  const log = byId('said');
  log.append(h('span', {}, sentence + '. '));
  while (log.childElementCount > 5) {
    log.firstElementChild.remove();
  }
}

/** Sends a request; the answer when it is 2xx, else an error with what the answer says. */
export async function send(method, path, body, type = 'application/json') {
  const response = await fetch(path, {
    method,
    body,
    headers: body === undefined ? {} : {'content-type': type},
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? `${response.status} ${response.statusText}`);
  }
  return response;
}
