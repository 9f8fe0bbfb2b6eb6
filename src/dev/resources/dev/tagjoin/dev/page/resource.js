import {byId, h, send} from './dom.js';

/** The selected resource: its tags to change, and why the rules put it where they do. */
export class ResourcePanel {
  #root = byId('resource');
  #board;
  #shown = null;
  #dirty = false;
  #rows;
  #error;
  #why;
  #asked = 0;

  constructor(board) {
    this.#board = board;
  }

  /** Shows the selected resource as it is now; tags that are being edited stay. */
  update() {
    const resource = this.#board.selected;
    if (!resource) {
      return;
    }
    const key = `${resource.region}/${resource.type}/${resource.id}`;
    if (key !== this.#shown) {
      this.#shown = key;
      this.#dirty = false;
      this.#draw(resource);
    } else if (!this.#dirty) {
      const now = JSON.stringify(Object.entries(resource.tags));
      if (now !== JSON.stringify(this.#tags())) {
        this.#drawRows(resource.tags);
      }
    }
    this.#where.replaceChildren(this.#board.groupTag(resource.group));
    this.#explain(resource);
  }

  #where;

  #draw(resource) {
    this.#rows = h('div', {class: 'rows'});
    this.#error = h('p', {class: 'error', role: 'alert'});
    this.#why = h('div', {class: 'why'});
    this.#where = h('dd', {});
    this.#root.replaceChildren(
        h('div', {class: 'title'},
            h('h2', {id: 'resource-title'}, resource.name ?? resource.id),
            h('span', {class: 'note'}, resource.type)),
        h('dl', {class: 'facts'},
            h('div', {}, h('dt', {}, 'Group'), this.#where),
            h('div', {}, h('dt', {}, 'Id'), h('dd', {class: 'mono'}, resource.id)),
            h('div', {}, h('dt', {}, 'Region'), h('dd', {class: 'mono'}, resource.region))),
        h('form', {
          'aria-label': `Tags of ${resource.name ?? resource.id}`,
          on: {
            submit: (e) => {
              e.preventDefault();
              this.#save();
            },
            input: () => {
              this.#dirty = true;
            },
          },
        },
        h('h3', {}, 'Tags'),
        this.#rows,
        this.#error,
        h('div', {class: 'buttons'},
            h('button', {class: 'main', id: 'save-tags'}, 'Change tags'),
            h('button', {type: 'button', class: 'quiet', on: {click: () => this.#add('', '', true)}},
                'Add a tag'),
            h('button', {
              type: 'button', class: 'quiet', on: {click: () => this.#touch()},
              title: 'Sends the event of setting the same tags again',
            }, 'Only send its event'))),
        h('h3', {}, 'Why'),
        this.#why);
    this.#drawRows(resource.tags);
  }

  #drawRows(tags) {
    this.#rows.replaceChildren();
    Object.entries(tags).forEach(([key, value]) => this.#add(key, value, false));
    if (Object.keys(tags).length === 0) {
      this.#add('', '', false);
    }
  }

  #add(key, value, focus) {
    const row = h('div', {class: 'row'},
        h('input', {class: 'key', 'aria-label': 'Key', placeholder: 'key', value: key, maxlength: 128,
          autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off'}),
        h('input', {class: 'value', 'aria-label': `Value of ${key || 'the new tag'}`,
          placeholder: 'value', value, maxlength: 128, autocomplete: 'off', spellcheck: 'false',
          autocapitalize: 'off'}),
        h('button', {
          type: 'button', class: 'quiet remove', 'aria-label': `Remove ${key || 'this tag'}`,
          on: {
            click: () => {
              row.remove();
              this.#dirty = true;
              this.#root.querySelector('#save-tags').focus();
            },
          },
        }, '×'));
    this.#rows.append(row);
    if (focus) {
      this.#dirty = true;
      row.querySelector('input').focus();
    }
  }

  #tags() {
    return [...this.#rows.children]
        .map((row) => [...row.querySelectorAll('input')].map((input) => input.value))
        .filter(([key, value]) => key !== '' || value !== '');
  }

  #path(resource) {
    return `/dev/resources/${encodeURIComponent(resource.type)}/${encodeURIComponent(resource.id)}`;
  }

  async #save() {
    const resource = this.#board.selected;
    this.#error.textContent = '';
    try {
      const tags = this.#tags();
      const keys = new Set(tags.map(([key]) => key));
      if (keys.size < tags.length) {
        throw new Error('A key is there twice');
      }
      const same = tags.length === Object.keys(resource.tags).length
          && tags.every(([key, value]) => resource.tags[key] === value);
      if (same) {
        throw new Error('No tag differs. "Only send its event" makes the function look again.');
      }
      await send('PUT', `${this.#path(resource)}/tags`, JSON.stringify(Object.fromEntries(tags)));
      this.#dirty = false;
    } catch (e) {
      this.#error.textContent = e.message;
    }
  }

  async #touch() {
    try {
      await send('POST', `${this.#path(this.#board.selected)}/event`);
    } catch (e) {
      this.#error.textContent = e.message;
    }
  }

  /** Asks with the full state, so that nothing is read from ECS, which may be down on purpose. */
  async #explain(resource) {
    const mine = ++this.#asked;
    const {type, id, region, name, group, vpc, vswitch, tags, leader} = resource;
    try {
      const answer = await send('POST', '/explain',
          JSON.stringify({type, id, region, name, group, vpc, vswitch, tags, leader}));
      const explanation = await answer.json();
      if (mine === this.#asked) {
        this.#drawWhy(explanation);
      }
    } catch (e) {
      this.#why.replaceChildren(h('p', {class: 'error'}, e.message));
    }
  }

  #drawWhy({decision, rules}) {
    const {action, rule, follows, group, move} = decision;
    const verdict = action === 'join'
      ? [h('strong', {}, move ? 'To ' : 'Stays in '), this.#board.groupTag(group)]
      : [h('strong', {}, 'Stays where it is')];
    const by = rule
      ? [', by ', h('strong', {}, rule)]
      : follows
        ? ['; no rule applies, and it goes with ',
          h('strong', {title: follows.id}, this.#board.resourceName(follows.id))]
        : ['; no rule applies'];
    this.#why.replaceChildren(
        h('p', {class: 'decision'}, verdict, by),
        h('ol', {class: 'traces'}, rules.map((trace) =>
            h('li', {class: trace.applies ? (trace.rule === rule ? 'yes decides' : 'yes') : 'no'},
                h('span', {class: 'mark', 'aria-hidden': 'true'}, trace.applies ? '✓' : '·'),
                h('div', {},
                    h('span', {class: 'rule'}, trace.rule),
                    h('span', {class: 'note'}, trace.applies
                      ? (trace.rule === rule ? ' decides' : ' applies too, but comes later')
                      : ' does not apply'),
                    h('ul', {}, trace.why.map((w) => h('li', {}, w))))))));
  }
}
