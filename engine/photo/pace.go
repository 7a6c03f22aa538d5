package photo

// Pace says when work in the background that can wait may go on. The zero value lets it go on always.
type Pace struct {
	SaveBattery bool // not while the computer runs on its battery
	AtNight     bool // only in the hours that Hours gives
	From, To    int  // o'clock by the computer's clock, 0 to 23; both 0: the night
	Gentle      bool // a quarter of the time, for a computer that stays quiet
	Processors  int  // how many work at a time; 0: all that the computer has
}

// Hours returns the hours between which work may go on if AtNight is set, 0 to 23.
func (p Pace) Hours() (from, to int) {
	if p.From == 0 && p.To == 0 {
		return 22, 7
	}
	return p.From, p.To
}

// Rests reports whether work waits at an hour, 0 to 23, for another. The hours of Hours may lie on two days.
func (p Pace) Rests(hour int) bool {
	from, to := p.Hours()
	works := hour >= from || hour < to
	if from < to {
		works = hour >= from && hour < to
	}
	return p.AtNight && !works
}

// Wait is what work in the background waits for.
type Wait string

// What work waits for.
const (
	WaitBattery Wait = "battery" // until the computer has mains power
	WaitNight   Wait = "night"   // for the hours that were chosen
)
