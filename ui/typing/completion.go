package typing

import (
	"slices"

	"recollect/engine/query"
)

// Completion offers completions for the word at the cursor. Its zero value is ready.
type Completion struct {
	Want func(key string) // the library's values of a filter are wanted (SetValues)

	offered  query.Completion    // what Offer has returned choices for
	values   map[string][]string // of the library, by filter, as far as they were wanted
	wanted   string              // the filter whose values were wanted last
	declined string              // the line for which the person wants no offer
}

// Offer returns the completions of the word at the cursor of line, which begins at the
// byte from; key is its filter.
func (c *Completion) Offer(line string, cursor int) (choices []string, key string, from int) {
	at, ok := query.Complete(line, cursor)
	if !ok || c.declined == line {
		c.Leave()
		return nil, "", 0
	}
	choices = at.Choices
	if choices == nil {
		c.want(at.Key)
		choices = query.Matching(c.values[at.Key], at.Typed)
	}
	if len(choices) == 1 && choices[0] == at.Typed {
		return nil, "", 0
	}
	if len(choices) > 0 {
		c.offered = at
	}
	return choices, at.Key, at.From
}

// want asks for the values of a filter, once while it is typed.
func (c *Completion) want(key string) {
	if c.wanted != key {
		c.wanted = key
		c.Want(key)
	}
}

// Leave must be called when the cursor is at no word to complete; the values of a filter are
// requested again when it returns.
func (c *Completion) Leave() { c.wanted = "" }

// Decline stops offers until the line changes.
func (c *Completion) Decline(line string) { c.declined = line }

// SetValues sets the values that Want requested, the most likely first. It reports
// whether they have changed.
func (c *Completion) SetValues(key string, values []string) bool {
	if slices.Equal(values, c.values[key]) {
		return false
	}
	if c.values == nil {
		c.values = map[string][]string{}
	}
	c.values[key] = values
	return true
}

// At reports whether the cursor is where the last offer was for.
func (c *Completion) At(cursor int) bool { return cursor == c.offered.To }

// Take returns line with a choice of the last offer put in, and the new cursor.
func (c *Completion) Take(line, choice string) (_ string, cursor int) {
	return c.offered.Apply(line, choice)
}
