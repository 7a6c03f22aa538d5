package words

import (
	"testing"
	"time"
)

func TestCalendar(t *testing.T) {
	c, day := English(), time.Date(2006, 1, 2, 15, 4, 5, 0, time.UTC)
	for got, want := range map[string]string{
		c.Day(day):                          "2 January 2006",
		c.Month(day):                        "January 2006",
		c.Months(day, day.AddDate(0, 2, 0)): "January – March 2006",
		c.Minute(day):                       "2 January 2006, 15:04",
		c.Second(day):                       "2 January 2006, 15:04:05",
		c.Full(day):                         "Monday, 2 January 2006, 15:04",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for d := day; d.Year() == 2006; d = d.AddDate(0, 0, 17) {
		if got, want := c.Full(d), d.Format("Monday, 2 January 2006, 15:04"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	german := Catalogue{"number:group": {What: "."}, "number:decimal": {What: ","}}
	for n, want := range map[int]string{
		0: "0", 12: "12", 999: "999", 1000: "1.000", -12345: "-12.345", 123456: "123.456",
	} {
		if got := german.Number(n); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := german.Decimal(1234.56, 1); got != "1234,6" {
		t.Errorf("got %q", got)
	}
}

// In French, none of a thing takes the form of one.
func TestNone(t *testing.T) {
	for zero, want := range map[string]string{"one": "0 photo", "several": "0 photos"} {
		c := Catalogue{"number:zero": {What: zero}, "a": {What: "{n} photos", One: "{n} photo"}}
		if got := c.What("a", map[string]string{"n": "0"}); got != want {
			t.Errorf("%s: got %q, want %q", zero, got, want)
		}
	}
}
