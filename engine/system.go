package engine

import (
	"context"
	"os"

	"recollect/engine/decode"
	"recollect/engine/model"
	"recollect/engine/model/clip"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/telemetry"
	"recollect/engine/photo"
	"recollect/engine/watch"
)

// System describes the model, the runtime and the limits of this computer.
type System struct {
	// Model has no name where there is none; ModelErr says why then.
	Model    photo.Model
	ModelErr error
	// Runtime is the version of ONNX Runtime; RuntimeErr says why it cannot be used.
	Runtime    string
	RuntimeErr error
	// Telemetry is about ONNX Runtime's library; nil if there is none.
	Telemetry *Telemetry
	Codecs    []decode.Codec // of this build
	Watching  photo.Reason   // how folders are watched, and how many can be
	// Polled are folders of the library that cannot be watched.
	Polled []watch.Polled
}

// Telemetry says whether ONNX Runtime's library holds a telemetry client, as a library that
// somebody put in place of ours may.
type Telemetry struct {
	Library string // path
	Found   bool
	Off     bool   // it is switched off in this process
	Switch  string // the environment variable that does it
	Err     error  // the library could not be read
}

// Examine describes the system without a library. It loads the model to check that it works.
func Examine(ctx context.Context, o Options) System {
	model := clip.Open(clip.Options{Model: o.Model, LibraryDirs: o.RuntimeDirs})
	defer model.Close()
	return examine(ctx, model, o.RuntimeDirs)
}

// System describes the system, and how the folders of the library are watched. It loads the model
// to check that it works.
func (u *Upkeep) System(ctx context.Context) System {
	s := examine(ctx, u.e.models.Answerer().Model.Model, u.e.opts.RuntimeDirs)
	folders, err := u.e.catalog.Folders(ctx)
	if err != nil {
		return s // which Check reports
	}
	var dirs []string
	for _, folder := range folders {
		dirs = append(dirs, folder.Path)
	}
	s.Polled = watch.Probe(dirs)
	return s
}

func examine(ctx context.Context, m *clip.Model, runtimeDirs []string) System {
	s := System{Codecs: decode.Codecs(), Watching: watch.Limit()}
	if m.Info().Name == "" {
		s.ModelErr = model.ErrNoModel
	}
	// Embedding a word proves that the library works, and only that.
	if _, s.RuntimeErr = m.Text(ctx, "photo"); s.RuntimeErr == nil {
		s.RuntimeErr = m.Load()
	}
	if s.RuntimeErr == nil {
		s.Runtime = ort.Version()
	}
	s.Model = m.Info()
	if path, err := ort.FindLibrary(runtimeDirs...); err == nil {
		marks, err := telemetry.FindIn(path)
		s.Telemetry = &Telemetry{path, len(marks) > 0, os.Getenv(telemetry.Switch) == "1", telemetry.Switch, err}
	}
	return s
}

// ModelOf describes the model that o names, without loading it. Provider is where it
// would run; it is empty where it cannot.
func ModelOf(o Options) photo.Model {
	model := clip.Open(clip.Options{Model: o.Model, LibraryDirs: o.RuntimeDirs})
	defer model.Close()
	info := model.Info()
	info.Provider, _ = ort.Provider(o.RuntimeDirs...)
	return info
}
