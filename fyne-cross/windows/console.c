// recollect.com is Recollect for a console. A console looks for it before recollect.exe, which is a program with
// windows and so would not be waited for. It starts recollect.exe, which writes to the same console, waits, and
// ends with the same status.
#include <windows.h>

static DWORD child;

// A Ctrl+C goes to all programs at the console: the child decides what comes of it. A child that shows its window
// has left the console, and is no longer waited for.
static BOOL WINAPI interrupted(DWORD event) {
	DWORD at_console[64];
	DWORD n = GetConsoleProcessList(at_console, 64);
	(void)event;
	for (DWORD i = 0; i < n && i < 64; i++)
		if (at_console[i] == child)
			return TRUE;
	return FALSE;
}

static int fail(const char *what) {
	DWORD n;
	WriteFile(GetStdHandle(STD_ERROR_HANDLE), what, lstrlenA(what), &n, NULL);
	return 1;
}

// arguments returns what follows the program's own name on the command line.
static const wchar_t *arguments(const wchar_t *line) {
	if (*line == L'"') {
		for (line++; *line && *line != L'"'; line++)
			;
		return *line ? line + 1 : line;
	}
	while (*line && *line != L' ' && *line != L'\t')
		line++;
	return line;
}

int main(void) {
	static wchar_t path[32768], line[65536]; // longer than any that Windows passes on
	const wchar_t *rest = arguments(GetCommandLineW());
	STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
	PROCESS_INFORMATION started;
	DWORD status = 1;

	DWORD n = GetModuleFileNameW(NULL, path, 32768);
	if (n < 4 || n >= 32768 || n + lstrlenW(rest) + 3 > 65536)
		return fail("recollect: the path of the program is too long\r\n");
	lstrcpyW(path + n - 3, L"exe"); // for com
	lstrcpyW(line, L"\"");
	lstrcatW(line, path);
	lstrcatW(line, L"\"");
	lstrcatW(line, rest);
	start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
	start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
	start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
	SetConsoleCtrlHandler(interrupted, TRUE);
	if (!CreateProcessW(path, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &started))
		return fail("recollect: recollect.exe, which lies beside this program, does not start\r\n");
	child = started.dwProcessId;
	WaitForSingleObject(started.hProcess, INFINITE);
	GetExitCodeProcess(started.hProcess, &status);
	return (int)status;
}
