package pack

import (
	"path"

	"recollect/engine/model/pack/config"
)

// findPreparation returns what the pack says of the preparation of pictures: the first of the
// files that exporters write, in one of dirs. Its File is empty if nothing is said.
func findPreparation(src source, dirs []string) (p config.Preparation, err error) {
	for _, f := range []struct {
		name string
		read func(file string, data []byte) (config.Preparation, error)
	}{
		{"preprocessor_config.json", config.ReadProcessor},
		{"preprocess_cfg.json", config.ReadOpenCLIP},
		{"open_clip_config.json", config.ReadOpenCLIPConfig},
	} {
		file, data, err := near(src, dirs, f.name)
		if err != nil {
			return p, err
		}
		if data == nil {
			continue
		}
		if p, err = f.read(file, data); err != nil || p.File != "" {
			return p, err
		}
	}
	return p, nil
}

// findConfig returns the pack's configuration; its File is empty if there is none.
func findConfig(src source, dirs []string) (config.Config, error) {
	for _, name := range []string{"config.json", "open_clip_config.json"} {
		file, data, err := near(src, dirs, name)
		if err != nil {
			return config.Config{}, err
		}
		if data == nil {
			continue
		}
		c, err := config.Read(file, data)
		if err != nil || c.Type != "" || c.TextCfg != nil {
			return c, err
		}
	}
	return config.Config{}, nil
}

// near returns the first file of a name in dirs; data is nil if there is none.
func near(src source, dirs []string, name string) (file string, data []byte, err error) {
	for _, dir := range dirs {
		file = path.Join(dir, name)
		if data, err = readSmall(src, file, mostJSON); data != nil || err != nil {
			return file, data, err
		}
	}
	return "", nil, nil
}
