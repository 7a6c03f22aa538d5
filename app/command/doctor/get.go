package doctor

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/model/addon"
	"recollect/engine/model/fetch"
	"recollect/engine/model/ort/provider"
	"recollect/engine/photo"
)

// Got is the answer of Get.
type Got struct {
	ID     string `json:"id"`
	Folder string `json:"folder"`
	Bytes  int64  `json:"bytes"`
}

// Get downloads the add-on called id, for this system, into the library, once a person has agreed
// to its terms. Libraries that the system has already are left out.
func Get(ctx context.Context, c *cli.Call, id string, agreed bool) error {
	if c.ExistingLibrary() == "" {
		return cli.Sentence("There is no library yet.", "recollect index FOLDER makes one.")
	}
	a, err := addOn(id, addon.For(runtime.GOOS, runtime.GOARCH))
	if err != nil {
		return err
	}
	skip := addon.In(addon.LoaderFolders())
	download, disk := a.Bytes(skip)
	c.PrintErr("%s: %d MB are downloaded, and take %d MB. %s", a.Title, download/1e6, disk/1e6, a.Devices)
	if a.Driver.Least != "" {
		c.PrintErr("Driver: %s %s or newer.", a.Driver.Name, a.Driver.Least)
	}
	for _, x := range a.Archives {
		if skip(x) {
			c.PrintErr("%s is left out: the system has its libraries.", x.Package)
		}
	}
	for _, l := range a.Licences(skip) {
		c.PrintErr("Licence: %s. Terms: %s", l.Name, l.Terms)
	}
	if !agreed {
		return cli.Sentence("This has to be agreed to. Nothing was downloaded.", "Add --yes to agree.")
	}
	parent := filepath.Join(c.Library, provider.AddOns)
	if err := addon.Install(ctx, fetch.Options{}, a, parent, skip, shown(c)); err != nil {
		return err
	}
	g := Got{ID: a.ID, Folder: filepath.Join(parent, a.ID), Bytes: disk}
	return c.Print(g, plain.Format("%s is here. recollect doctor --providers --again tries it.", a.Title))
}

// addOn returns the one of all that is called id.
func addOn(id string, all []addon.AddOn) (addon.AddOn, error) {
	var names []string
	for _, a := range all {
		if a.ID == id {
			return a, nil
		}
		names = append(names, a.ID)
	}
	if len(names) == 0 {
		return addon.AddOn{}, cli.Sentence("No libraries of accelerators can be downloaded for this system.", "")
	}
	return addon.AddOn{}, cli.Usage(plain.Format("doctor: --get takes one of %s, not %s", plain.Join(names, ", "), id))
}

// shown returns a function that shows how far a download is, on a terminal.
func shown(c *cli.Call) func(photo.Transfer) {
	var last time.Time
	return func(t photo.Transfer) {
		if !c.Progress || time.Since(last) < time.Second/4 && t.Done < t.Total {
			return
		}
		last = time.Now()
		end := ""
		if t.Done == t.Total {
			end = "\n"
		}
		fmt.Fprintf(c.Stderr, "\r%d of %d MB, %.1f MB/s %s", t.Done/1e6, t.Total/1e6, t.PerSecond/1e6, end)
	}
}
