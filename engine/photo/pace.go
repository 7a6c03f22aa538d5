package photo

// Pace says when work in the background that can wait may go on. The zero value lets it go on always.
type Pace struct {
	SaveBattery bool // not while the computer runs on its battery
	AtNight     bool // only from 22 to 7 o'clock
	Gentle      bool // a quarter of the time, for a computer that stays quiet
}

// Wait is what work in the background waits for.
type Wait string

// What work waits for.
const (
	WaitBattery Wait = "battery" // until the computer has mains power
	WaitNight   Wait = "night"
)
