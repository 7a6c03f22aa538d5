package app

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"log/slog"
	"os"

	"fyne.io/fyne/v2"
	"golang.org/x/image/draw"

	"recollect/app/command"
	"recollect/app/login"
	"recollect/app/tray"
	"recollect/assets"
	"recollect/ui/background"
)

// trayIconPx is the edge of the tray's icon, enough for twice the usual size.
const trayIconPx = 64

// desktop is what the system offers around the window.
type desktop struct {
	app   fyne.App
	icon  tray.Icon
	login login.Entry
}

// newDesktop returns what the system offers around the window of the library in a folder.
func newDesktop(a fyne.App, id, library string) *desktop {
	d := &desktop{app: a, icon: tray.Icon{Title: "Recollect", Image: smallIcon()}}
	exe, err := os.Executable()
	if err != nil {
		slog.Warn("the program's path", "err", err)
	}
	if image := os.Getenv("APPIMAGE"); image != "" {
		exe = image // what is inside has another path at each start
	}
	d.login = login.Entry{ID: id, Name: "Recollect", Command: []string{exe, "--hidden"}}
	if library != command.DefaultLibrary() {
		d.login.Command = append(d.login.Command, "--library", library)
	}
	return d
}

// Tray implements background.Desktop.
func (d *desktop) Tray(ctx context.Context, c background.Calls) {
	d.icon.Run(ctx, fyne.Do, tray.Calls{There: c.There, Open: c.Open, Pause: c.Pause, Quit: c.Quit})
}

// Say implements background.Desktop.
func (d *desktop) Say(m background.Menu) { d.icon.Say(tray.Text(m)) }

// Notify implements background.Desktop.
func (d *desktop) Notify(title, text string) error {
	d.app.SendNotification(fyne.NewNotification(title, text)) // which logs why it cannot
	return nil
}

// AtLogin implements pages.Login.
func (d *desktop) AtLogin() (bool, error) { return d.login.On() }

// SetAtLogin implements pages.Login.
func (d *desktop) SetAtLogin(on bool) error { return d.login.Set(on) }

// smallIcon returns the program's icon in the size of a tray, as a PNG; nil if it cannot be made.
func smallIcon() []byte {
	large, err := png.Decode(bytes.NewReader(assets.Icon))
	if err != nil {
		return nil
	}
	small := image.NewNRGBA(image.Rect(0, 0, trayIconPx, trayIconPx))
	draw.CatmullRom.Scale(small, small.Rect, large, large.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if err := png.Encode(&b, small); err != nil {
		return nil
	}
	return b.Bytes()
}
