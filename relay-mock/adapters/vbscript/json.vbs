' JSON for VBScript. An object is a Dictionary, a list an array.
Dim jsonText, jsonAt

Function ReadJson(line)
    Dim value
    jsonText = line
    jsonAt = 1
    ReadValue value
    Set ReadJson = value
End Function

Sub ReadValue(value)
    SkipBlanks
    Select Case Mid(jsonText, jsonAt, 1)
        Case "{": Set value = ReadObject()
        Case "[": value = ReadList()
        Case """": value = ReadText()
        Case Else: value = ReadWord()
    End Select
    SkipBlanks
End Sub

Sub SkipBlanks()
    Do While InStr(" " & vbTab & vbCr & vbLf, Mid(jsonText, jsonAt, 1)) > 0 And jsonAt <= Len(jsonText)
        jsonAt = jsonAt + 1
    Loop
End Sub

Function ReadObject()
    Dim members, name, value
    Set members = CreateObject("Scripting.Dictionary")
    jsonAt = jsonAt + 1
    SkipBlanks
    Do While Mid(jsonText, jsonAt, 1) = """"
        name = ReadText()
        SkipBlanks
        jsonAt = jsonAt + 1 ' the colon
        ReadValue value
        members.Add name, value
        value = Empty
        If Mid(jsonText, jsonAt, 1) = "," Then jsonAt = jsonAt + 1
        SkipBlanks
    Loop
    jsonAt = jsonAt + 1
    Set ReadObject = members
End Function

Function ReadList()
    Dim items, value
    Set items = CreateObject("Scripting.Dictionary")
    jsonAt = jsonAt + 1
    SkipBlanks
    Do Until Mid(jsonText, jsonAt, 1) = "]" Or jsonAt > Len(jsonText)
        ReadValue value
        items.Add items.Count, value
        value = Empty
        If Mid(jsonText, jsonAt, 1) = "," Then jsonAt = jsonAt + 1
    Loop
    jsonAt = jsonAt + 1
    ReadList = items.Items
End Function

Function ReadText()
    Dim text, quote, slash
    jsonAt = jsonAt + 1
    Do
        quote = InStr(jsonAt, jsonText, """")
        slash = InStr(jsonAt, jsonText, "\")
        If slash = 0 Or slash > quote Then Exit Do
        text = text & Mid(jsonText, jsonAt, slash - jsonAt)
        jsonAt = slash + 2
        Select Case Mid(jsonText, slash + 1, 1)
            Case "n": text = text & vbLf
            Case "r": text = text & vbCr
            Case "t": text = text & vbTab
            Case "b": text = text & Chr(8)
            Case "f": text = text & Chr(12)
            Case "u"
                text = text & ChrW(CLng("&H" & Mid(jsonText, jsonAt, 4)))
                jsonAt = jsonAt + 4
            Case Else: text = text & Mid(jsonText, slash + 1, 1)
        End Select
    Loop
    ReadText = text & Mid(jsonText, jsonAt, quote - jsonAt)
    jsonAt = quote + 1
End Function

' true, false, null or a number.
Function ReadWord()
    Dim start
    start = jsonAt
    Do Until InStr(",]} " & vbTab, Mid(jsonText, jsonAt, 1)) > 0
        jsonAt = jsonAt + 1
    Loop
    Select Case Mid(jsonText, start, jsonAt - start)
        Case "true": ReadWord = True
        Case "false": ReadWord = False
        Case "null": ReadWord = Null
        Case Else: ReadWord = Mid(jsonText, start, jsonAt - start)
    End Select
End Function

Function WriteJson(value)
    Dim parts, one, comma
    If IsObject(value) Then
        For Each one In value.Keys
            parts = parts & comma & Quoted(one) & ":" & WriteJson(value(one))
            comma = ","
        Next
        WriteJson = "{" & parts & "}"
    ElseIf IsArray(value) Then
        For Each one In value
            parts = parts & comma & WriteJson(one)
            comma = ","
        Next
        WriteJson = "[" & parts & "]"
    Else
        WriteJson = Quoted(value)
    End If
End Function

' In ASCII, so that no code page on the way can change it.
Function Quoted(text)
    Const PLAIN = " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    Dim i, letter, all
    For i = 1 To Len(text)
        letter = Mid(text, i, 1)
        If letter = """" Or letter = "\" Then
            letter = "\" & letter
        ElseIf InStr(PLAIN, letter) = 0 Then
            letter = "\u" & Right("000" & Hex(AscW(letter) And &HFFFF&), 4)
        End If
        all = all & letter
    Next
    Quoted = """" & all & """"
End Function
