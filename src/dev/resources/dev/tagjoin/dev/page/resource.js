import {byId, h, send} from './dom.js';

const EXPLAIN_AFTER_MILLIS = 60;

/** The selected resource: its tags to change, and why the rules put it into its group. */
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

  /** Whether there are tags that were typed and not saved. */
  get edited() {
    return this.#dirty && !this.#same();
  }

  /** Forgets the tags that were typed. */
  discard() {
    this.#shown = null;
    this.update();
  }

  /** Shows the selected resource as it is now; tags that are being edited stay. */
  update() {
    const resource = this.#board.selected;
    if (!resource) {
      this.#shown = null;
      this.#dirty = false;
      this.#root.replaceChildren(h('p', {class: 'empty'}, 'No resource is selected.'));
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
    this.#drawGroups(resource);
    this.#edited();
  }

  /** The typed tags are what the explanation is about, and whether there is something to save. */
  #edited() {
    this.#saveButton.disabled = this.#same();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#explain(this.#board.selected), EXPLAIN_AFTER_MILLIS);
  }

  #same() {
    const {tags} = this.#board.selected;
    const typed = this.#tags();
    return typed.length === Object.keys(tags).length
        && typed.every(([key, value]) => tags[key] === value);
  }

  #timer;
  #groupsShown;
  #saveButton;
  #whyTitle;

  #where;

  #draw(resource) {
    this.#rows = h('div', {class: 'rows'});
    this.#error = h('p', {class: 'error', role: 'alert'});
    this.#why = h('div', {class: 'why'});
    this.#where = h('select', {
      id: 'group', 'aria-label': 'Group; another one moves it as somebody else would',
      on: {change: () => this.#act('PUT', `/group/${this.#where.value}`)},
    });
    this.#whyTitle = h('h3', {}, 'Why');
    this.#saveButton = h('button', {class: 'main', id: 'save-tags'}, 'Save tags');
    this.#root.replaceChildren(
        h('div', {class: 'title'},
            h('h2', {id: 'resource-title'}, resource.name ?? resource.id),
            h('span', {class: 'note'}, resource.type)),
        h('dl', {class: 'facts'},
            h('div', {}, h('dt', {}, 'Group'), h('dd', {}, this.#where),
                h('dd', {class: 'note'}, '(another: moved by somebody else)')),
            h('div', {}, h('dt', {}, 'Id'), h('dd', {class: 'mono'}, resource.id)),
            h('div', {}, h('dt', {}, 'Region'), h('dd', {class: 'mono'}, resource.region))),
        h('div', {class: 'sides'}, h('form', {
          'aria-label': `Tags of ${resource.name ?? resource.id}`,
          on: {
            submit: (e) => {
              e.preventDefault();
              this.#save();
            },
            input: () => {
              this.#dirty = true;
              this.#edited();
            },
          },
        },
        h('h3', {}, 'Tags'),
        this.#rows,
        this.#error,
        h('div', {class: 'buttons'},
            this.#saveButton,
            h('button', {type: 'button', class: 'quiet', on: {click: () => this.#add('', '', true)}},
                'Add a tag'),
            h('button', {
              type: 'button', class: 'quiet', on: {click: () => this.#act('POST', '/event')},
              title: 'Sends the event of setting the same tags again',
            }, 'Send event again'),
            h('button', {type: 'button', class: 'quiet', id: 'delete',
              on: {click: () => this.#act('DELETE', '')}}, 'Delete'))),
        h('div', {}, this.#whyTitle, this.#why)));
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
              this.#edited();
              this.#saveButton.focus();
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
        throw new Error('Two tags have the same key. Change one of them.');
      }
      await send('PUT', `${this.#path(resource)}/tags`, JSON.stringify(Object.fromEntries(tags)));
      this.#dirty = false;
      this.update();
    } catch (e) {
      this.#error.textContent = e.message;
    }
  }

  /** Lists the groups; an open list stays as it is. */
  #drawGroups({group}) {
    const {groups} = this.#board;
    const text = JSON.stringify(groups.map(({id, name}) => [id, name]));
    if (this.#groupsShown !== text || this.#where.options.length === 0) {
      this.#groupsShown = text;
      this.#where.replaceChildren(...groups.map(({id, name}) => h('option', {value: id}, name)));
    }
    this.#where.value = group;
  }

  /** Does something to the selected resource. */
  async #act(method, path) {
    this.#error.textContent = '';
    try {
      await send(method, `${this.#path(this.#board.selected)}${path}`);
    } catch (e) {
      this.#error.textContent = e.message;
    }
  }

  /** Asks with the full state, so that nothing is read from ECS, which may be down on purpose. */
  async #explain(resource) {
    const mine = ++this.#asked;
    if (!resource) {
      return;
    }
    const {type, id, region, name, group, vpc, vswitch, leader} = resource;
    const {account} = this.#board;
    const typed = this.edited;
    const tags = typed ? Object.fromEntries(this.#tags()) : resource.tags;
    try {
      const answer = await send('POST', '/explain',
          JSON.stringify({type, id, region, account, name, group, vpc, vswitch, tags, leader}));
      const explanation = await answer.json();
      if (mine === this.#asked) {
        this.#whyTitle.textContent = typed ? 'With these tags' : 'Why';
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
      ? [', by rule ', h('strong', {}, `"${rule}"`)]
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
