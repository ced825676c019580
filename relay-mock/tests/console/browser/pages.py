"""The pages of the menu."""

MENU = {
    "/received": ("受信", "受信一覧"),
    "/sent": ("送信済", "送信済一覧"),
    "/compose": ("新規作成", "新規作成"),
    "/offices": ("事業所", "事業所"),
    "/inspect": ("検査", "検査"),
    "/certify": ("認証", "認証"),
    "/faults": ("障害", "障害"),
    "/connections": ("接続", "接続"),
}
