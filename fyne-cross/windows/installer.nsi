; The installer for one user. windows.sh gives ID, VERSION, DOTTED, APP (the folder with all files), PARTS, OUT and SIZE_KB.
; Silent: /S, and /D=FOLDER as the last argument. The uninstaller leaves the library alone unless it is asked:
; by its question, or by /LIBRARY where it runs silently.

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
!ifdef QUICK ; for an installer that is only tested
	SetCompressor zlib
!else
	SetCompressor /SOLID lzma
	SetCompressorDictSize 64
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include "${PARTS}\types.nsh"

!define NAME Recollect
!define CLASSES "Software\Classes"
!define PROGID Recollect.Picture
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define LIBRARY "$LOCALAPPDATA\recollect"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${DOTTED}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Installs ${NAME}"
VIAddVersionKey LegalCopyright "${NAME}"

!define MUI_ICON "${PARTS}\recollect.ico"
!define MUI_UNICON "${PARTS}\recollect.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\recollect.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

Function .onInit
	${IfNot} ${AtLeastWin10}
		MessageBox MB_ICONSTOP "${NAME} needs Windows 10 or newer." /SD IDOK
		Abort
	${EndIf}
FunctionEnd

; A program that runs cannot be replaced. Windows lets nobody open its file for writing.
!macro CLOSED un
Function ${un}Closed
	again:
	${IfNot} ${FileExists} "$INSTDIR\recollect.exe"
		Return
	${EndIf}
	ClearErrors
	FileOpen $0 "$INSTDIR\recollect.exe" a
	${IfNot} ${Errors}
		FileClose $0
		Return
	${EndIf}
	MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is running. Close it, then go on." /SD IDCANCEL IDRETRY again
	SetErrorLevel 1
	Quit
FunctionEnd
!macroend
!insertmacro CLOSED ""
!insertmacro CLOSED un.

; Only what was installed is deleted: the folder may hold files of the person.
!macro REMOVE_FILES
	Delete "$INSTDIR\recollect.exe"
	Delete "$INSTDIR\recollect.com"
	Delete "$INSTDIR\onnxruntime.dll"
	Delete "$INSTDIR\DirectML.dll"
	Delete "$INSTDIR\msvcp140.dll"
	Delete "$INSTDIR\msvcp140_1.dll"
	Delete "$INSTDIR\msvcp140_atomic_wait.dll"
	Delete "$INSTDIR\vcruntime140.dll"
	Delete "$INSTDIR\vcruntime140_1.dll"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\THIRD_PARTY_LICENSES.txt"
	Delete "$INSTDIR\sbom.cdx.json"
	RMDir /r "$INSTDIR\sample-photos"
!macroend

!macro ADD_TYPE ext
	WriteRegStr HKCU "${CLASSES}\Applications\recollect.exe\SupportedTypes" "${ext}" ""
	WriteRegStr HKCU "${CLASSES}\${ext}\OpenWithProgids" "${PROGID}" ""
	WriteRegStr HKCU "Software\${NAME}\Capabilities\FileAssociations" "${ext}" "${PROGID}"
!macroend

!macro REMOVE_TYPE ext
	DeleteRegValue HKCU "${CLASSES}\${ext}\OpenWithProgids" "${PROGID}"
	DeleteRegKey /ifempty HKCU "${CLASSES}\${ext}\OpenWithProgids"
	DeleteRegKey /ifempty HKCU "${CLASSES}\${ext}"
!macroend

; Explorer is told that the types of files have changed: SHCNE_ASSOCCHANGED.
!macro TELL_EXPLORER
	System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section
	Call Closed
	!insertmacro REMOVE_FILES
	SetOutPath "$INSTDIR"
	File /r "${APP}\*"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\recollect.exe"

	; Paths come as arguments, and "--" before them keeps any from being taken for a verb.
	WriteRegStr HKCU "${CLASSES}\Applications\recollect.exe" "FriendlyAppName" "${NAME}"
	WriteRegStr HKCU "${CLASSES}\Applications\recollect.exe\shell\open\command" "" '"$INSTDIR\recollect.exe" -- "%1"'
	WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "Picture"
	WriteRegStr HKCU "${CLASSES}\${PROGID}\DefaultIcon" "" "$INSTDIR\recollect.exe,0"
	WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\recollect.exe" -- "%1"'
	WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
	WriteRegStr HKCU "Software\${NAME}\Capabilities" "ApplicationName" "${NAME}"
	WriteRegStr HKCU "Software\${NAME}\Capabilities" "ApplicationDescription" "Find your photos by what is in them"
	WriteRegStr HKCU "Software\RegisteredApplications" "${NAME}" "Software\${NAME}\Capabilities"
	!insertmacro EACH_TYPE ADD_TYPE
	WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\recollect.exe" "" "$INSTDIR\recollect.exe"

	WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\recollect.exe"
	WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
	WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
	!insertmacro TELL_EXPLORER
SectionEnd

Section Uninstall
	Call un.Closed
	!insertmacro REMOVE_FILES
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\${NAME}.lnk"
	!insertmacro EACH_TYPE REMOVE_TYPE
	DeleteRegKey HKCU "${CLASSES}\Applications\recollect.exe"
	DeleteRegKey HKCU "${CLASSES}\${PROGID}"
	DeleteRegValue HKCU "Software\RegisteredApplications" "${NAME}"
	DeleteRegKey HKCU "Software\${NAME}"
	DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\recollect.exe"
	DeleteRegKey HKCU "${UNINSTALL}"
	; By this the program starts at login where a person has asked it to.
	DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${ID}"
	DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${ID}"
	!insertmacro TELL_EXPLORER

	${IfNot} ${FileExists} "${LIBRARY}\recollect.db"
		Return
	${EndIf}
	ClearErrors
	${GetParameters} $0
	${GetOptions} $0 "/LIBRARY" $1
	${If} ${Errors}
		MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION \
			"Delete the library too? It holds your albums, tags and all that was read of your photos. The photos themselves stay." \
			/SD IDNO IDNO kept
	${EndIf}
	RMDir /r "${LIBRARY}"
	kept:
SectionEnd
