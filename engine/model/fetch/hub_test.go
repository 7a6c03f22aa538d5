package fetch

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/model/list"
	"recollect/engine/photo"
)

// hubOf begins a server that answers as the hub of models does: large files are at another server,
// small ones are sent with the name that git gives them.
func hubOf(t *testing.T, large, small []byte) (hub, far *server, o Options) {
	t.Helper()
	far = serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Repo-Commit", strings.Repeat("f", 40)) // nobody is to believe it
		w.Header().Set("X-Linked-Etag", `"`+strings.Repeat("0", 64)+`"`)
		content(w, r, large, `"far"`)
	})
	hub = serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Repo-Commit", commit)
		switch {
		case strings.Contains(r.URL.Path, "/cache/"):
			content(w, r, small, `W/"`+blob(small)+`"`)
		case strings.HasSuffix(r.URL.Path, ".txt"):
			w.Header().Set("Location", "/cache"+r.URL.Path)
			w.WriteHeader(http.StatusTemporaryRedirect)
		default:
			w.Header().Set("X-Linked-Etag", `"`+sum(large)+`"`)
			w.Header().Set("X-Linked-Size", fmt.Sprint(len(large)))
			w.Header().Set("Location", far.URL+"/"+sum(large)+"?signature=secret")
			w.WriteHeader(http.StatusFound)
		}
	})
	o, _ = quick()
	o.Hosts = []string{strings.ToUpper(far.host())}
	return hub, far, o
}

// Of a file that nobody knows the checksum of, the word of the hub is taken that was heard first.
func TestFirstSeen(t *testing.T) {
	large, small := noise(300_000), []byte("#version: 0.2\n")
	hub, far, o := hubOf(t, large, small)
	dir := t.TempDir()
	files := []File{
		{URL: hub.URL + "/a/resolve/x/model.onnx", Path: "model.onnx", About: 1000, Commit: commit},
		{URL: hub.URL + "/a/resolve/x/merges.txt", Path: "merges.txt"},
	}
	var total int64
	for range 2 {
		got, err := Fetch(t.Context(), o, files, dir, func(p photo.Transfer) { total = p.Total })
		inPlace(t, dir, "model.onnx", large, err)
		inPlace(t, dir, "merges.txt", small, err)
		want := []Fetched{
			{Path: "model.onnx", Bytes: 300_000, SHA256: sum(large), Commit: commit, FirstSeen: true},
			{Path: "merges.txt", Bytes: int64(len(small)), SHA256: sum(small), Commit: commit, FirstSeen: true},
		}
		if err != nil || got[0] != want[0] || got[1] != want[1] {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	if n, m := len(hub.requests()), len(far.requests()); n != 3 || m != 1 {
		t.Errorf("%d requests to the hub, %d to the other", n, m)
	}
	if total != int64(300_000+len(small)) {
		t.Errorf("in the end %d bytes in all", total)
	}
	if r := far.requests()[0]; r.Header.Get("Referer") != "" || r.Header.Get("Cookie") != "" {
		t.Errorf("sent %v", r.Header)
	}
}

// What was seen first stands, also when the file is gone and the hub has another one.
func TestFirstSeenStands(t *testing.T) {
	data := noise(1000)
	hub := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Repo-Commit", commit)
		w.Header().Set("X-Linked-Etag", `"`+sum(data)+`"`)
		content(w, r, data, "")
	})
	o, _ := quick()
	dir := t.TempDir()
	f := []File{{URL: hub.URL, Path: "x"}}
	_, err := Fetch(t.Context(), o, f, dir, nil)
	inPlace(t, dir, "x", data, err)
	if err := os.Remove(filepath.Join(dir, "x")); err != nil {
		t.Fatal(err)
	}
	data[0]++
	_, err = Fetch(t.Context(), o, f, dir, nil)
	inPlace(t, dir, "x", nil, err)
	told(t, err, "fetch:hash")
	data[0]--
	_, err = Fetch(t.Context(), o, f, dir, nil)
	inPlace(t, dir, "x", data, err)
}

// Without a word of the hub itself there is nothing that a file could be compared with.
func TestHubsThatAreNotBelieved(t *testing.T) {
	large := noise(300_000)
	sum64 := `"` + sum(large) + `"`
	says := func(pairs ...string) map[string]string {
		h := map[string]string{"X-Repo-Commit": commit}
		for i := 0; i < len(pairs); i += 2 {
			h[pairs[i]] = pairs[i+1]
		}
		return h
	}
	for _, tt := range []struct {
		name   string
		header map[string]string
		f      File
		code   string
	}{
		{"nothing is said", nil, File{}, "fetch:unverified"},
		{"no commit", map[string]string{"X-Linked-Etag": sum64}, File{}, "fetch:unverified"},
		{"an MD5", says("Etag", `"d41d8cd98f00b204e9800998ecf8427e"`), File{}, "fetch:unverified"},
		{"another commit", says("X-Linked-Etag", sum64), File{Commit: strings.Repeat("a", 40)}, "fetch:answer"},
		{"another size", says("X-Linked-Etag", sum64, "X-Linked-Size", "299999"), File{}, "fetch:size"},
		{"another name in git", says("Etag", `"`+commit+`"`), File{}, "fetch:hash"},
		{"another checksum", says("X-Linked-Etag", `"`+strings.Repeat("0", 64)+`"`), File{}, "fetch:hash"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			far := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Repo-Commit", commit)
				w.Header().Set("X-Linked-Etag", sum64)
				content(w, r, large, "")
			})
			hub := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				for k, v := range tt.header {
					w.Header().Set(k, v)
				}
				w.Header().Set("Location", far.URL+"?signature=secret")
				w.WriteHeader(http.StatusFound)
			})
			o, _ := quick()
			o.Hosts = []string{far.host()}
			dir := t.TempDir()
			tt.f.URL, tt.f.Path = hub.URL, "model.onnx"
			_, err := Fetch(t.Context(), o, []File{tt.f}, dir, nil)
			inPlace(t, dir, "model.onnx", nil, err)
			told(t, err, tt.code)
			if n := beside(t, dir, "model.onnx"); n > 0 {
				t.Errorf("%d bytes were not removed", n)
			}
			if strings.Contains(fmt.Sprint(err), "secret") {
				t.Errorf("the log has the signature: %v", err)
			}
		})
	}
}

// Where a server may send a download on to: hosts of its own, and nothing without encryption.
func TestWhereToRedirect(t *testing.T) {
	const file = hub + "/a/b/resolve/" + commit + "/model.onnx"
	for _, tt := range []struct {
		from, to, mirror string
		hosts            []string
		want             bool
	}{
		{file, "https://cdn-lfs-us-1.hf.co/x?Signature=y", "", nil, true},
		{file, "https://cas-bridge.xethub.hf.co/x", "", nil, true},
		{file, "https://cdn-lfs.huggingface.co:443/x", "", nil, true},
		{file, "/api/resolve-cache/x", "", nil, true},
		{file, "//hf.co/x", "", nil, true},
		{file, "HTTPS://HF.CO/x", "", nil, true},
		{file, "http://cdn-lfs.hf.co/x", "", nil, false},
		{file, "https://cdn-lfs.hf.co:8443/x", "", nil, false},
		{file, "https://hf.co.example.org/x", "", nil, false},
		{file, "https://nothf.co/x", "", nil, false},
		{file, "https://user@hf.co/x", "", nil, false},
		{file, "https://hf.co@example.org/x", "", nil, false},
		{file, "https://localhost/x", "", nil, false},
		{file, "https://127.0.0.1/x", "", nil, false},
		{file, "https://[::1]/x", "", nil, false},
		{file, "https://10.0.0.1/x", "", nil, false},
		{file, "file:///etc/passwd", "", nil, false},
		{file, "ftp://hf.co/x", "", nil, false},
		{file, "data:,x", "", nil, false},
		{file, "https://cdn.example.org/x", "", nil, false},
		{file, "https://cdn.example.org/x", "", []string{"CDN.example.org"}, true},
		{"https://mirror.example.org/x", "https://cas-bridge.xethub.hf.co/x", "https://mirror.example.org", nil, true},
		{"https://mirror.example.org/x", "https://other.example.org/x", "https://mirror.example.org", nil, false},
		{"https://files.pythonhosted.org/x", "https://cdn.hf.co/x", "", nil, false},
	} {
		var asked []string
		o := Options{Mirror: tt.mirror, Hosts: tt.hosts}
		o.Transport = script(func(r *http.Request) (int, map[string]string, string) {
			if asked = append(asked, r.URL.String()); len(asked) == 1 {
				return 302, map[string]string{"Location": tt.to}, ""
			}
			return 200, nil, "abc"
		})
		_, err := Fetch(t.Context(), o, []File{{URL: tt.from, Path: "x", SHA256: sum([]byte("abc"))}}, t.TempDir(), nil)
		if (err == nil) != tt.want || (len(asked) == 2) != tt.want {
			t.Errorf("%s to %s (%s): %v, asked for %q", tt.from, tt.to, tt.mirror, err, asked)
		}
		if !tt.want {
			told(t, err, "fetch:address")
		}
	}
}

// What is not to be asked at all is not.
func TestAddressesThatAreNotAsked(t *testing.T) {
	o := Options{Transport: script(func(r *http.Request) (int, map[string]string, string) {
		t.Errorf("asked for %s", r.URL)
		return 500, nil, ""
	})}
	for _, address := range []string{
		"http://huggingface.co/x", "https://localhost/x", "http://127.0.0.1/x", "https://a:b@huggingface.co/x",
		"file:///etc/passwd", "https:///x", "//huggingface.co/x", "", ":", "https://0.0.0.0/x",
	} {
		_, err := Fetch(t.Context(), o, []File{{URL: address, Path: "x", SHA256: sum(nil)}}, t.TempDir(), nil)
		told(t, err, "fetch:address")
		o := o
		o.Mirror = address
		m, _ := list.Find("openai-clip-vit-b32")
		if address == "" {
			continue // no mirror
		}
		if _, err := Model(t.Context(), o, m, "", t.TempDir(), nil); err == nil {
			t.Errorf("the mirror %q was taken", address)
		}
	}
}

// Files belong below the folder, under names that are not the downloader's own.
func TestPaths(t *testing.T) {
	o := Options{Transport: script(func(*http.Request) (int, map[string]string, string) { return 200, nil, "" })}
	dir := t.TempDir()
	for _, path := range []string{
		"", ".", "..", "../x", "a/../../x", "/etc/x", "a//b", "a/", `a\b`, "C:x", "x\x00",
		"fetch.json", "FETCH.json", "a.part",
	} {
		_, err := Fetch(t.Context(), o, []File{{URL: hub + "/x", Path: path, SHA256: sum(nil)}}, dir, nil)
		if err == nil {
			t.Errorf("%q was taken", path)
		}
	}
	twice := []File{{URL: hub + "/x", Path: "a", SHA256: sum(nil)}, {URL: hub + "/x", Path: "A", SHA256: sum(nil)}}
	if _, err := Fetch(t.Context(), o, twice, dir, nil); err == nil {
		t.Error("two files of one name were taken")
	}
	// Nothing is written through a link.
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "onnx")); err != nil {
		t.Skip(err)
	}
	_, err := Fetch(t.Context(), o, []File{{URL: hub + "/x", Path: "onnx/x", SHA256: sum(nil)}}, dir, nil)
	told(t, err, "file:foreign-link")
	for _, name := range []string{"x", "y.part", StateFile} {
		if err := os.Symlink(filepath.Join(outside, "z"), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		_, err := Fetch(t.Context(), o, []File{{URL: hub + "/x", Path: name[:1], SHA256: sum(nil)}}, dir, nil)
		told(t, err, "file:foreign-link")
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
		t.Errorf("outside there is %v, %v", left, err)
	}
}

// A whole model: the commit that the hub names first is the one that all files are of.
func TestModel(t *testing.T) {
	large, small := noise(200_000), []byte(`{"a</w>":0}`)
	hub, _, o := hubOf(t, large, small)
	o.Mirror = hub.URL + "/"
	m := list.Model{
		ID: "test", Repository: "some/model",
		Files: []list.File{{Path: "merges.txt"}},
		Variants: []list.Variant{{Name: "fp32", Files: []list.File{
			{Path: "onnx/vision_model.onnx", About: 1},
			{Path: "onnx/text_model.onnx", Bytes: 200_000, SHA256: sum(large)},
		}}},
	}
	dir := filepath.Join(t.TempDir(), "store", "test")
	got, err := Model(t.Context(), o, m, "fp32", dir, nil)
	if err != nil || len(got) != 3 || got[0].SHA256 != sum(large) || got[2].SHA256 != sum(small) || got[1].FirstSeen {
		t.Fatalf("got %+v, %v", got, err)
	}
	var asked []string
	for _, r := range hub.requests() {
		asked = append(asked, r.URL.Path)
	}
	want := []string{
		"/some/model/resolve/main/onnx/vision_model.onnx",
		"/some/model/resolve/" + commit + "/onnx/vision_model.onnx",
		"/some/model/resolve/" + commit + "/onnx/text_model.onnx",
		"/some/model/resolve/" + commit + "/merges.txt",
		"/cache/some/model/resolve/" + commit + "/merges.txt",
	}
	if strings.Join(asked, " ") != strings.Join(want, " ") {
		t.Errorf("asked for %q", asked)
	}
	if _, err := Model(t.Context(), o, m, "", dir, nil); err != nil || len(hub.requests()) != len(want) {
		t.Errorf("again: %v, %d requests", err, len(hub.requests()))
	}
	if _, err := Model(t.Context(), o, m, "q4", dir, nil); err == nil {
		t.Error("a variant that there is not")
	}
}
