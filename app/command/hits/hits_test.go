package hits

import (
	"bytes"
	"fmt"
	"testing"

	"recollect/app/command/cli"
	"recollect/engine/photo"
	"recollect/engine/search"
)

func matches(ids ...photo.ID) (all []search.Match) {
	for i, id := range ids {
		all = append(all, search.Match{ID: id, Score: 1 - float32(i)/8, Relevant: i < 3, Confidence: 0.5})
	}
	return all
}

// A stack is listed once, where its best match is, as its first photo.
func TestStacked(t *testing.T) {
	for _, tt := range []struct {
		of     []photo.ID
		stacks [][]photo.ID
		want   string
	}{
		{nil, nil, "[]"},
		{[]photo.ID{3, 1, 2}, nil, "[3 [] 1 [] 2 []]"},
		{[]photo.ID{3, 1, 2, 4}, [][]photo.ID{{2, 1}}, "[3 [] 2 [1] 4 []]"},
		{[]photo.ID{3, 1, 2, 4}, [][]photo.ID{{1, 4}, {2, 3}}, "[2 [3] 1 [4]]"},
	} {
		var got []string
		for _, h := range Stacked(matches(tt.of...), tt.stacks) {
			got = append(got, fmt.Sprint(h.ID, h.Others))
		}
		if s := fmt.Sprint(got); s != tt.want {
			t.Errorf("%v of %v: %s, want %s", tt.stacks, tt.of, s, tt.want)
		}
	}
}

func TestPrint(t *testing.T) {
	at := map[photo.ID]photo.Location{1: {Path: "/a"}, 2: {Path: "/b", Away: true}, 4: {Path: "/d"}, 5: {Path: "/e"}}
	all := Stacked(matches(1, 3, 2, 4, 5, 6), [][]photo.ID{{4, 5, 6}})
	for _, tt := range []struct {
		json bool
		want string
	}{
		{false, "   1  1.000  /a\n   2  0.750  /b  (not there)\n   3  0.625  /d  (weak)  (and 1 like it)\n"},
		{
			true,
			`{"rank":1,"path":"/a","score":1,"relevant":true,"confidence":0.5}` + "\n" +
				`{"rank":2,"path":"/b","score":0.75,"relevant":true,"confidence":0.5,"missing":true}` + "\n" +
				`{"rank":3,"path":"/d","score":0.625,"relevant":false,"confidence":0.5,"stack":["/e"]}` + "\n",
		},
	} {
		var out bytes.Buffer
		c := &cli.Call{JSON: tt.json}
		c.Stdout = &out
		if n, err := Print(c, all, at); n != 3 || err != nil || out.String() != tt.want {
			t.Errorf("%d, %v: %s", n, err, out.String())
		}
	}
}
