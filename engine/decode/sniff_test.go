package decode

import "testing"

func TestSniff(t *testing.T) {
	tests := []struct{ name, head, want string }{
		{"nothing", "", ""},
		{"text", "Hello, world: no picture here", ""},
		{"text that begins like BMP", "BMW is no picture, nor is this", ""},
		{"JPEG", "\xff\xd8\xff\xe0", "jpeg"},
		{"PNG", "\x89PNG\r\n\x1a\n", "png"},
		{"GIF", "GIF89a", "gif"},
		{"WebP", "RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"},
		{"WAV", "RIFF\x10\x00\x00\x00WAVEfmt ", ""},
		{"BMP", "BM\x9a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "bmp"},
		{"TIFF, little end first", "II*\x00\x08\x00\x00\x00\x00\x00", "tiff"},
		{"TIFF, big end first", "MM\x00*\x00\x00\x00\x08\x00\x00", "tiff"},
		{"TIFF with its directory far away", "II*\x00\xff\xff\xff\xff", "tiff"},
		{"DNG", "II*\x00\x08\x00\x00\x00\x01\x00\x12\xc6\x01\x00\x04\x00\x00\x00\x01\x04\x00\x00", "raw"},
		{
			"NEF", "MM\x00*\x00\x00\x00\x08\x00\x02\x00\xfe\x00\x04\x00\x00\x00\x01\x00\x00\x00\x01" +
				"\x01\x4a\x00\x04\x00\x00\x00\x01\x00\x00\x10\x00", "raw",
		},
		{"CR2", "II*\x00\x10\x00\x00\x00CR\x02\x00", "raw"},
		{"CR3", "\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "raw"},
		{"RAF", "FUJIFILMCCD-RAW 0201", "raw"},
		{"HEIC", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic"},
		{"HEIC by a compatible brand", "\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "heic"},
		{"AVIF by a compatible brand", "\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif", "avif"},
		{"video", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42", ""},
		{"JPEG XL", "\xff\x0a", "jxl"},
		{"JPEG XL in a container", "\x00\x00\x00\x0cJXL \r\n\x87\n", "jxl"},
		{"JPEG 2000", "\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"},
		{"Photoshop", "8BPS\x00\x01", "psd"},
		{"icon", "\x00\x00\x01\x00\x01\x00", "ico"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Sniff([]byte(tt.head)); got != tt.want {
				t.Errorf("Sniff = %q, want %q", got, tt.want)
			}
		})
	}
}
