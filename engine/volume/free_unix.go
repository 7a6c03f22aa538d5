//go:build unix

package volume

import "golang.org/x/sys/unix"

// Free returns how many bytes a person may still write to the disk that the folder at path lies on.
func Free(path string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
