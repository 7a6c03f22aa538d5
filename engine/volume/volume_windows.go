package volume

import (
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// place identifies a local volume by its serial number, which does not depend on the
// drive letter, and a network share by its name.
func place(folder string) (Place, error) {
	root := filepath.VolumeName(folder) + `\`
	id, err := serial(root)
	if err != nil {
		return Place{}, err
	}
	rest, err := filepath.Rel(root, folder)
	if err != nil {
		return Place{}, err
	}
	return Place{Volume: id, Path: filepath.ToSlash(rest)}, nil
}

func candidates(p Place) ([]string, error) {
	drives, err := windows.GetLogicalDrives()
	if err != nil {
		return nil, err
	}
	var paths []string
	for i := range 26 {
		root := string(rune('A'+i)) + `:\`
		if drives&(1<<i) == 0 {
			continue
		}
		if id, err := serial(root); err == nil && id == p.Volume {
			paths = append(paths, filepath.Join(root, filepath.FromSlash(p.Path)))
		}
	}
	return paths, nil
}

func serial(root string) (string, error) {
	if strings.HasPrefix(root, `\\`) {
		return "share:" + strings.ToLower(strings.TrimSuffix(root, `\`)), nil
	}
	name, err := windows.UTF16PtrFromString(root)
	if err != nil {
		return "", err
	}
	var number uint32
	if err := windows.GetVolumeInformation(name, nil, 0, &number, nil, nil, nil, 0); err != nil {
		return "", fmt.Errorf("serial number of %s: %w", root, err)
	}
	return fmt.Sprintf("serial:%08x", number), nil
}
