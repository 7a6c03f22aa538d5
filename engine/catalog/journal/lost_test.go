package journal

import (
	"testing"

	"recollect/engine/photo"
	"recollect/words"
)

// Every act that may be lost has words that name it, as libraries of earlier versions
// hold them.
func TestLost(t *testing.T) {
	at := &Photo{ID: 7, Path: "/p/a \"b\".jpg"}
	unread := &Photo{ID: 7}
	tests := []struct {
		act  Act
		want string
	}{
		{Act{Do: Favourite, Photo: at}, `favourite of "/p/a \"b\".jpg"`},
		{Act{Do: Favourite, Photo: at, No: true}, `favourite removed of "/p/a \"b\".jpg"`},
		{Act{Do: Favourite, Photo: unread}, `favourite of photo 7`},
		{Act{Do: Tag, Photo: at, Name: "sea"}, `tag "sea" of "/p/a \"b\".jpg"`},
		{Act{Do: Tag, Photo: at, Name: "sea", No: true}, `tag "sea" removed of "/p/a \"b\".jpg"`},
		{Act{Do: Tag, Photo: unread, Name: "sea"}, `tag "sea" of photo 7`},
		{Act{Do: Verdict, Photo: at, Name: "dog", Verdict: 1}, `verdict "dog" confirmed of "/p/a \"b\".jpg"`},
		{Act{Do: Verdict, Photo: at, Name: "dog", Verdict: -1}, `verdict "dog" rejected of "/p/a \"b\".jpg"`},
		{Act{Do: Verdict, Photo: at, Name: "dog"}, `verdict "dog" withdrawn of "/p/a \"b\".jpg"`},
		{Act{Do: Verdict, Photo: unread, Name: "dog", Verdict: 1}, `verdict "dog" confirmed of photo 7`},
		{Act{Do: Verdict, Photo: unread, Name: "dog", Verdict: -1}, `verdict "dog" rejected of photo 7`},
		{Act{Do: Album, Name: "Best", Value: "is:favourite"}, `album "Best" "is:favourite"`},
		{Act{Do: Album, Name: "Best", No: true}, `album "Best" removed`},
		{Act{Do: Rename, Name: "Best", Value: "Good"}, `rename "Best" "Good"`},
		{Act{Do: Search, Name: "dog"}, `search "dog"`},
		{Act{Do: Search, No: true}, `search removed`},
		{Act{Do: Screening, Value: "[]"}, `screening "[]"`},
		{Act{Do: Folder, Name: "/p"}, `folder "/p"`},
		{Act{Do: Folder, Name: "/p", No: true}, `folder "/p" removed`},
		{Act{Do: Relocate, Name: "/p", Value: "/q"}, `relocate "/p" "/q"`},
		{Act{Do: Forget, Photo: at}, `forget of "/p/a \"b\".jpg"`},
		{Act{Do: Move, Photo: at, Name: "/p/x"}, `move "/p/x" of "/p/a \"b\".jpg"`},
		{Act{Do: "dance?", Photo: at}, `"dance?"`},
	}
	for _, tt := range tests {
		if got := words.English().Loss(photo.Restoration{}, tt.act.Lost()); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}
