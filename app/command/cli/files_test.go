package cli

import (
	"bufio"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestSplitNames(t *testing.T) {
	long := strings.Repeat("x", maxName)
	tests := []struct {
		list string
		null bool
		want []string
		err  error
	}{
		{"", false, nil, nil},
		{"\n\n", false, nil, nil},
		{"a\n b c \n\n-d", false, []string{"a", " b c ", "-d"}, nil},
		{"a\nb\x00c\xff\x00\x00d", true, []string{"a\nb", "c\xff", "d"}, nil},
		{"a\n" + long, false, []string{"a"}, bufio.ErrTooLong},
	}
	if runtime.GOOS == "windows" {
		tests[2].list = "a\r\n b c \r\n\r\n-d"
	}
	for _, tt := range tests {
		got, err := splitNames(strings.NewReader(tt.list), tt.null)
		if !slices.Equal(got, tt.want) || !errors.Is(err, tt.err) {
			t.Errorf("%.20q: got %q, %v, want %q, %v", tt.list, got, err, tt.want, tt.err)
		}
	}
}
