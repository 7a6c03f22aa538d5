package photo

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSet(t *testing.T) {
	s := NewSet(130, 0, 63, 64, 63)
	if got, want := s.IDs(), []ID{0, 63, 64, 130}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if s.Len() != 4 || !s.Has(63) || s.Has(62) || s.Has(131) || s.Has(1<<20) || s.Has(-1) {
		t.Errorf("len %d, or it has others than it should", s.Len())
	}
	s.Remove(63)
	s.Remove(62)
	s.Remove(1 << 20)
	s.Remove(-1)
	if got, want := s.IDs(), []ID{0, 64, 130}; !slices.Equal(got, want) {
		t.Errorf("after Remove: got %v, want %v", got, want)
	}
	for id := range s.All() {
		if id == 64 {
			break
		}
	}
}

// An ID of a damaged library must not ask for memory without end.
func TestSetIgnoresImpossibleIDs(t *testing.T) {
	if s := NewSet(-1, MaxID, 1<<62); s.Len() != 0 || len(s.words) != 0 {
		t.Errorf("got %v in %d words", s.IDs(), len(s.words))
	}
}

func TestNilSetIsEveryPhoto(t *testing.T) {
	var s *Set
	if !s.Has(7) || s.Clone() != nil {
		t.Error("a nil set must have every photo, and be copied as such")
	}
	var empty Set
	if empty.Has(0) || empty.Len() != 0 || len(empty.IDs()) != 0 {
		t.Error("the zero set must be empty")
	}
}

func TestSetCloneIsACopy(t *testing.T) {
	s := NewSet(1)
	c := s.Clone()
	c.Add(2)
	s.Remove(1)
	if s.Len() != 0 || !slices.Equal(c.IDs(), []ID{1, 2}) {
		t.Errorf("got %v and %v", s.IDs(), c.IDs())
	}
}

// Or, And and AndNot do what they do to maps, for sets of all lengths.
func TestSetOperations(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func() ([]ID, map[ID]bool) {
		var ids []ID
		has := map[ID]bool{}
		for range r.IntN(40) {
			id := ID(r.IntN(1 + r.IntN(400)))
			ids, has[id] = append(ids, id), true
		}
		return ids, has
	}
	for _, op := range []struct {
		name string
		do   func(s, other *Set)
		has  func(a, b bool) bool
	}{
		{"Or", (*Set).Or, func(a, b bool) bool { return a || b }},
		{"And", (*Set).And, func(a, b bool) bool { return a && b }},
		{"AndNot", (*Set).AndNot, func(a, b bool) bool { return a && !b }},
	} {
		for range 200 {
			ids, a := some()
			others, b := some()
			s, other := NewSet(ids...), NewSet(others...)
			op.do(s, other)
			s.Add(500) // what And cuts off must not come back
			for id := range ID(500) {
				if s.Has(id) != op.has(a[id], b[id]) {
					t.Fatalf("%s of %v and %v: %d is wrong", op.name, ids, others, id)
				}
			}
			if !slices.Equal(other.IDs(), NewSet(others...).IDs()) {
				t.Fatalf("%s changes the other set", op.name)
			}
		}
	}
}
