<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>DataFolder</name>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Choose another folder…</source>
        <translation>別のフォルダーを選ぶ(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation>データのフォルダー</translation>
    </message>
    <message>
        <source>A console is open on this folder; it was brought to the front.</source>
        <translation>このフォルダーはすでに別のコンソールで開かれています。そのウィンドウを前面に表示しました。</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Administration of VMware Dispatch.</source>
        <translation>VMware Dispatch の管理。</translation>
    </message>
    <message>
        <source>Start on the local Dispatch in the box.</source>
        <translation>同梱のローカル Dispatch で起動します。</translation>
    </message>
    <message>
        <source>Connect to this server.</source>
        <translation>このサーバーに接続します。</translation>
    </message>
    <message>
        <source>Organization.</source>
        <translation>組織。</translation>
    </message>
    <message>
        <source>Bearer token for the server.</source>
        <translation>サーバー用の Bearer トークン。</translation>
    </message>
    <message>
        <source>Folder of this console&apos;s data.</source>
        <translation>このコンソールのデータのフォルダー。</translation>
    </message>
    <message>
        <source>Print the version.</source>
        <translation>バージョンを表示します。</translation>
    </message>
    <message>
        <source>Print this help.</source>
        <translation>このヘルプを表示します。</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>予期しない引数です: %1</translation>
    </message>
    <message>
        <source>--server needs an address such as http://127.0.0.1:8080.</source>
        <translation>--server には http://127.0.0.1:8080 のようなアドレスが必要です。</translation>
    </message>
    <message>
        <source>Play the tour; with a folder behind it, save its pictures there.</source>
        <translation>ツアーを再生します。続けてフォルダーを指定すると、そこに画像を保存します。</translation>
    </message>
    <message>
        <source>Import these files, folders or addresses without a window; with --plan or --apply.</source>
        <translation>これらのファイル、フォルダー、アドレスをウィンドウなしでインポートします。--plan または --apply と一緒に使います。</translation>
    </message>
    <message>
        <source>Show what the import would change.</source>
        <translation>インポートで何が変わるかを表示します。</translation>
    </message>
    <message>
        <source>Carry the import out.</source>
        <translation>インポートを実行します。</translation>
    </message>
    <message>
        <source>Do not ask before --apply.</source>
        <translation>--apply の前に確認しません。</translation>
    </message>
    <message>
        <source>Export these kinds, for example Driver,Secret, or all.</source>
        <translation>これらの種類をエクスポートします。例: Driver,Secret または all。</translation>
    </message>
    <message>
        <source>Write the export to this file.</source>
        <translation>エクスポートをこのファイルに書き込みます。</translation>
    </message>
    <message>
        <source>Print JSON, for scripts.</source>
        <translation>スクリプト用に JSON を出力します。</translation>
    </message>
    <message>
        <source>There is no kind %1 to export.</source>
        <translation>エクスポートできる種類 %1 はありません。</translation>
    </message>
    <message>
        <source>--import and --export do not go together.</source>
        <translation>--import と --export は同時に使えません。</translation>
    </message>
    <message>
        <source>--import needs either --plan or --apply.</source>
        <translation>--import には --plan か --apply のどちらかが必要です。</translation>
    </message>
    <message>
        <source>Import and export need --server.</source>
        <translation>インポートとエクスポートには --server が必要です。</translation>
    </message>
</context>
<context>
    <name>ScriptMode</name>
    <message>
        <source>Carry it out? [y/N] </source>
        <translation>実行しますか? [y/N] </translation>
    </message>
    <message>
        <source>Nothing was changed; add --yes to carry it out without a question.
</source>
        <translation>何も変更されていません。確認なしで実行するには --yes を付けてください。
</translation>
    </message>
</context>
<context>
    <name>TourMode</name>
    <message>
        <source>The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.</source>
        <translation>一時フォルダー %1 に書き込めません。空き容量を増やすか、TMPDIR に別のフォルダーを設定してください。</translation>
    </message>
    <message>
        <source>The pictures are in %1</source>
        <translation>画像は %1 にあります</translation>
    </message>
    <message>
        <source>play the tour</source>
        <translation>ツアーを再生する</translation>
    </message>
    <message>
        <source>The tour came to an early end: %1</source>
        <translation>ツアーは途中で終わりました: %1</translation>
    </message>
    <message>
        <source>Start it again with Help → Tour.</source>
        <translation>「ヘルプ → ツアー」でもう一度始めてください。</translation>
    </message>
    <message>
        <source>The tour keeps nothing.</source>
        <translation>ツアーは何も保存しません。</translation>
    </message>
</context>
<context>
    <name>client::BrowserLogin</name>
    <message>
        <source>sign in with the browser</source>
        <translation>ブラウザーでサインインする</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>The browser did not come back in time.</source>
        <translation>ブラウザーが時間内に戻ってきませんでした。</translation>
    </message>
    <message>
        <source>Sign in again, and go on in the browser until it says that you are signed in.</source>
        <translation>もう一度サインインし、サインインしたと表示されるまでブラウザーで続けてください。</translation>
    </message>
    <message>
        <source>The console cannot listen for the answer of the browser.</source>
        <translation>コンソールはブラウザーからの応答を待ち受けられません。</translation>
    </message>
    <message>
        <source>Paste the cookie by hand.</source>
        <translation>Cookie を手で貼り付けてください。</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>なし: 中止されました</translation>
    </message>
    <message>
        <source>Signing in was cancelled.</source>
        <translation>サインインはキャンセルされました。</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>ここには何もありません。</translation>
    </message>
    <message>
        <source>No cookie came along. Go back to the console.</source>
        <translation>Cookie が届きませんでした。コンソールに戻ってください。</translation>
    </message>
    <message>
        <source>Signed in. This page can be closed; go on in the console.</source>
        <translation>サインインしました。このページは閉じてかまいません。コンソールで続けてください。</translation>
    </message>
    <message>
        <source>no usable cookie</source>
        <translation>使える Cookie なし</translation>
    </message>
    <message>
        <source>The browser came back without the cookie of a sign-in.</source>
        <translation>ブラウザーはサインインの Cookie なしで戻ってきました。</translation>
    </message>
    <message>
        <source>Sign in again. If it stays so, the server does not sign people in with a browser: use a service account.</source>
        <translation>もう一度サインインしてください。それでも変わらない場合、サーバーはブラウザーでのサインインに対応していません。サービスアカウントを使ってください。</translation>
    </message>
</context>
<context>
    <name>client::Changes</name>
    <message>
        <source>create %1 %2</source>
        <translation>%1 %2 を作成する</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>%1 %2 を変更する</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>%1 %2 を削除する</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>存在しません</translation>
    </message>
    <message>
        <source>it is not as it was</source>
        <translation>元の状態と異なります</translation>
    </message>
    <message>
        <source>The %1 %2 was changed on the server meanwhile. Nothing was done.</source>
        <translation>%1 %2 はその間にサーバー上で変更されました。何も行われていません。</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>もう一度確認してから決めてください。</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>キャンセルされました</translation>
    </message>
    <message>
        <source>replace %1 %2</source>
        <translation>%1 %2 を置き換える</translation>
    </message>
    <message>
        <source>The old one is still being deleted.</source>
        <translation>古いほうはまだ削除中です。</translation>
    </message>
    <message>
        <source>Wait until it is gone from the list, then save again.</source>
        <translation>一覧から消えるまで待ってから、もう一度保存してください。</translation>
    </message>
    <message>
        <source>It was gone already.</source>
        <translation>すでになくなっていました。</translation>
    </message>
    <message>
        <source>find out what an interrupted import had done</source>
        <translation>中断したインポートが何を済ませたかを調べる</translation>
    </message>
    <message>
        <source>It did not reach the server.</source>
        <translation>サーバーに届きませんでした。</translation>
    </message>
</context>
<context>
    <name>client::CliConfig</name>
    <message>
        <source>read the configuration of the command line</source>
        <translation>コマンドラインの設定を読み込む</translation>
    </message>
    <message>
        <source>Enter the connection by hand.</source>
        <translation>接続を手で入力してください。</translation>
    </message>
    <message>
        <source>“%1” has a dot in its name, so that the command line cannot use it.</source>
        <translation>「%1」は名前にドットを含むため、コマンドラインでは使えません。</translation>
    </message>
    <message>
        <source>“%1” names no organization; “%2” is taken.</source>
        <translation>「%1」には組織の指定がないため、「%2」を使います。</translation>
    </message>
    <message>
        <source>“%1” does not check the certificate of the server.</source>
        <translation>「%1」はサーバーの証明書を検証しません。</translation>
    </message>
    <message>
        <source>The key of “%1” cannot be read: %2</source>
        <translation>「%1」の鍵を読み込めません: %2</translation>
    </message>
    <message>
        <source>Others on this machine can read the key %1.</source>
        <translation>このマシンのほかのユーザーが鍵 %1 を読み取れます。</translation>
    </message>
    <message>
        <source>Others on this machine can read %1 and the cookies in it.</source>
        <translation>このマシンのほかのユーザーが %1 とその中の Cookie を読み取れます。</translation>
    </message>
    <message>
        <source>The file is not JSON.</source>
        <translation>ファイルは JSON ではありません。</translation>
    </message>
    <message>
        <source>no contexts</source>
        <translation>コンテキストなし</translation>
    </message>
    <message>
        <source>The file is of a version before 0.1.16; later ones do not read it, in silence.</source>
        <translation>ファイルは 0.1.16 より前のバージョンのものです。以後のバージョンは、何も知らせずにこれを読みません。</translation>
    </message>
    <message>
        <source>The file names no contexts.</source>
        <translation>ファイルにコンテキストがありません。</translation>
    </message>
    <message>
        <source>“%1” is no context and is left out.</source>
        <translation>「%1」はコンテキストではないため、除外します。</translation>
    </message>
    <message>
        <source>The address of “%1” cannot be used, so it is left out.</source>
        <translation>「%1」のアドレスは使えないため、除外します。</translation>
    </message>
    <message>
        <source>The current context “%1” does not exist; the command line then takes https://localhost:443 in silence.</source>
        <translation>現在のコンテキスト「%1」は存在しません。この場合コマンドラインは、何も知らせずに https://localhost:443 を使います。</translation>
    </message>
</context>
<context>
    <name>client::ClusterJob</name>
    <message>
        <source>start %1</source>
        <translation>%1 を起動する</translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation>%1 を停止する</translation>
    </message>
    <message>
        <source>pause %1</source>
        <translation>%1 を一時停止する</translation>
    </message>
    <message>
        <source>unpause %1</source>
        <translation>%1 の一時停止を解除する</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>%1 を削除する</translation>
    </message>
    <message>
        <source>repair the context of %1</source>
        <translation>%1 のコンテキストを修復する</translation>
    </message>
    <message>
        <source>enable an add-on of %1</source>
        <translation>%1 のアドオンを有効にする</translation>
    </message>
    <message>
        <source>disable an add-on of %1</source>
        <translation>%1 のアドオンを無効にする</translation>
    </message>
    <message>
        <source>Start it again to go on where it was, or delete it.</source>
        <translation>もう一度起動して続きから進めるか、削除してください。</translation>
    </message>
</context>
<context>
    <name>client::ClusterWatch</name>
    <message>
        <source>list the profiles of minikube</source>
        <translation>minikube のプロファイルを一覧する</translation>
    </message>
    <message>
        <source>ask for the state of %1</source>
        <translation>%1 の状態を問い合わせる</translation>
    </message>
</context>
<context>
    <name>client::Clusters</name>
    <message>
        <source>heard from minikube %1: %2</source>
        <translation>minikube %1 からの応答: %2</translation>
    </message>
</context>
<context>
    <name>client::CommandLog</name>
    <message>
        <source>(not kept here: it may hold secrets, or is shown elsewhere)</source>
        <translation>(ここには保存されません。シークレットを含む可能性があるか、別の場所に表示されます)</translation>
    </message>
    <message>
        <source>(dropped, so that this list stays small)</source>
        <translation>(この一覧を小さく保つため、省きました)</translation>
    </message>
</context>
<context>
    <name>client::Commands</name>
    <message>
        <source>list the add-ons of %1</source>
        <translation>%1 のアドオンを一覧する</translation>
    </message>
    <message>
        <source>ask minikube for its add-ons</source>
        <translation>minikube にアドオンを問い合わせる</translation>
    </message>
    <message>
        <source>list the services of %1</source>
        <translation>%1 のサービスを一覧する</translation>
    </message>
    <message>
        <source>ask for the address of %1</source>
        <translation>%1 のアドレスを問い合わせる</translation>
    </message>
    <message>
        <source>read the settings of minikube</source>
        <translation>minikube の設定を読み込む</translation>
    </message>
    <message>
        <source>ask minikube for its drivers</source>
        <translation>minikube にドライバーを問い合わせる</translation>
    </message>
    <message>
        <source>read the contexts of kubeconfig</source>
        <translation>kubeconfig のコンテキストを読み込む</translation>
    </message>
    <message>
        <source>read the logs of %1</source>
        <translation>%1 のログを読み込む</translation>
    </message>
    <message>
        <source>save the logs to %1</source>
        <translation>ログを %1 に保存する</translation>
    </message>
    <message>
        <source>(cut off here: `minikube logs -p %1 --file=…` saves all of it)</source>
        <translation>(ここで切れています。`minikube logs -p %1 --file=…` ですべて保存できます)</translation>
    </message>
</context>
<context>
    <name>client::ConnectionTest</name>
    <message>
        <source>local Dispatch</source>
        <translation>ローカル Dispatch</translation>
    </message>
    <message>
        <source>Dispatch Solo</source>
        <translation>Dispatch Solo</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 on Kubernetes</source>
        <translation>Kubernetes 上の Dispatch 0.1.24</translation>
    </message>
    <message>
        <source>another server that speaks the Dispatch API</source>
        <translation>Dispatch API を話す別のサーバー</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>ホスト名</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>到達</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>世代</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>スキップ</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>the proxy looks it up</source>
        <translation>プロキシが名前解決します</translation>
    </message>
    <message>
        <source>%1 is an address</source>
        <translation>%1 はアドレスです</translation>
    </message>
    <message>
        <source>Check the spelling, the network and the VPN.</source>
        <translation>つづり、ネットワーク、VPN を確認してください。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>the proxy reaches it</source>
        <translation>プロキシが到達させます</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection.</source>
        <translation>接続のプロキシ設定を確認してください。</translation>
    </message>
    <message>
        <source>Check that the server runs, its port, and the firewall.</source>
        <translation>サーバーが動いているか、ポートとファイアウォールを確認してください。</translation>
    </message>
    <message>
        <source>no answer from %1</source>
        <translation>%1 から応答なし</translation>
    </message>
    <message>
        <source>Check the network, the VPN and the firewall.</source>
        <translation>ネットワーク、VPN、ファイアウォールを確認してください。</translation>
    </message>
    <message>
        <source>plain http</source>
        <translation>平文の http</translation>
    </message>
    <message>
        <source>ask for the version</source>
        <translation>バージョンを問い合わせる</translation>
    </message>
    <message>
        <source>the certificate is not checked</source>
        <translation>証明書は検証されません</translation>
    </message>
    <message>
        <source>the pinned certificate</source>
        <translation>固定された証明書</translation>
    </message>
    <message>
        <source>the certificate is trusted</source>
        <translation>証明書は信頼されています</translation>
    </message>
    <message>
        <source>a token made here is taken</source>
        <translation>ここで作られたトークンを使います</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>受理</translation>
    </message>
    <message numerus="yes">
        <source>%n drivers</source>
        <translation>
            <numerusform>ドライバー %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>未試行</translation>
    </message>
    <message>
        <source>Test of %1, organization %2</source>
        <translation>%1、組織 %2 のテスト</translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation>、%1 ms</translation>
    </message>
    <message>
        <source>the address names no host</source>
        <translation>アドレスにホストがありません</translation>
    </message>
    <message>
        <source>Correct the address of the connection.</source>
        <translation>接続のアドレスを修正してください。</translation>
    </message>
</context>
<context>
    <name>client::Credentials</name>
    <message>
        <source>sign in</source>
        <translation>サインインする</translation>
    </message>
    <message>
        <source>a line break or control character</source>
        <translation>改行または制御文字</translation>
    </message>
    <message>
        <source>The cookie or token cannot be sent as it is.</source>
        <translation>Cookie またはトークンは、このままでは送信できません。</translation>
    </message>
    <message>
        <source>Copy it again, on one line.</source>
        <translation>もう一度、1 行でコピーしてください。</translation>
    </message>
</context>
<context>
    <name>client::DataDirectory</name>
    <message>
        <source>open the data folder %1</source>
        <translation>データフォルダー %1 を開く</translation>
    </message>
    <message>
        <source>The console cannot write to its data folder.</source>
        <translation>コンソールはデータフォルダーに書き込めません。</translation>
    </message>
    <message>
        <source>Correct its permissions, or choose another folder with --data-dir.</source>
        <translation>アクセス権を修正するか、--data-dir で別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>it is a file, not a folder</source>
        <translation>フォルダーではなくファイルです</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>作成できません</translation>
    </message>
    <message>
        <source>it belongs to somebody else</source>
        <translation>ほかのユーザーのものです</translation>
    </message>
    <message>
        <source>There is no space left for the data of the console.</source>
        <translation>コンソールのデータのための空き容量がありません。</translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder with --data-dir.</source>
        <translation>そのディスクの空き容量を増やすか、--data-dir で別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>バージョン %1。このコンソールは %2 まで対応しています</translation>
    </message>
    <message>
        <source>The data folder was written by a newer console.</source>
        <translation>データフォルダーは、より新しいコンソールで書き込まれています。</translation>
    </message>
    <message>
        <source>Update this console, or choose another folder with --data-dir.</source>
        <translation>このコンソールを更新するか、--data-dir で別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>no version number in the file &apos;version&apos;</source>
        <translation>ファイル &apos;version&apos; にバージョン番号がありません</translation>
    </message>
    <message>
        <source>The data folder does not look like one of the console.</source>
        <translation>データフォルダーがコンソールのものではないようです。</translation>
    </message>
    <message>
        <source>Choose another folder with --data-dir, or restore that file.</source>
        <translation>--data-dir で別のフォルダーを選ぶか、そのファイルを復元してください。</translation>
    </message>
    <message>
        <source>the lock file cannot be written</source>
        <translation>ロックファイルに書き込めません</translation>
    </message>
    <message>
        <source>process %1 (%2) on %3 uses it</source>
        <translation>%3 のプロセス %1(%2)が使用中です</translation>
    </message>
    <message>
        <source>Another console is using this data folder.</source>
        <translation>別のコンソールがこのデータフォルダーを使用中です。</translation>
    </message>
    <message>
        <source>Use that window, close it first, or choose another folder with --data-dir.</source>
        <translation>そのウィンドウを使うか、先に閉じるか、--data-dir で別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>there are files in it, and none of the console</source>
        <translation>ファイルがありますが、コンソールのものはありません</translation>
    </message>
    <message>
        <source>The folder holds something else, and the console would lock others out of it.</source>
        <translation>フォルダーには別のものが入っており、コンソールがほかの利用者を締め出してしまいます。</translation>
    </message>
    <message>
        <source>Name a folder of its own with --data-dir, for example %1.</source>
        <translation>--data-dir で専用のフォルダーを指定してください。例: %1。</translation>
    </message>
</context>
<context>
    <name>client::DispatchClient</name>
    <message>
        <source>look at the list of %1</source>
        <translation>%1 の一覧を取得する</translation>
    </message>
    <message>
        <source>Dispatch, development build</source>
        <translation>Dispatch 開発ビルド</translation>
    </message>
    <message>
        <source>Dispatch %1</source>
        <translation>Dispatch %1</translation>
    </message>
    <message>
        <source>Dispatch %1 (%2)</source>
        <translation>Dispatch %1(%2)</translation>
    </message>
    <message>
        <source>look at %1 %2</source>
        <translation>%1 %2 を取得する</translation>
    </message>
    <message>
        <source>create %1 %2</source>
        <translation>%1 %2 を作成する</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>%1 %2 を変更する</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>%1 %2 を削除する</translation>
    </message>
    <message>
        <source>read the values of secret %1</source>
        <translation>シークレット %1 の値を読み込む</translation>
    </message>
    <message>
        <source>send event %1</source>
        <translation>イベント %1 を送信する</translation>
    </message>
    <message>
        <source>look at the runs</source>
        <translation>実行を取得する</translation>
    </message>
    <message>
        <source>look at the runs of %1</source>
        <translation>%1 の実行を取得する</translation>
    </message>
    <message>
        <source>look at run %1</source>
        <translation>実行 %1 を取得する</translation>
    </message>
    <message>
        <source>run function %1</source>
        <translation>関数 %1 を実行する</translation>
    </message>
    <message>
        <source>look at the images</source>
        <translation>イメージを取得する</translation>
    </message>
    <message>
        <source>ask for the version of the server</source>
        <translation>サーバーのバージョンを問い合わせる</translation>
    </message>
    <message>
        <source>look at what there is of kind %1</source>
        <translation>種類 %1 の内容を取得する</translation>
    </message>
    <message>
        <source>JSON that is no object</source>
        <translation>オブジェクトではない JSON</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>リストではない JSON</translation>
    </message>
</context>
<context>
    <name>client::DispatchInstaller</name>
    <message>
        <source>kubectl does not know the cluster %1.</source>
        <translation>kubectl にクラスター %1 が登録されていません。</translation>
    </message>
    <message>
        <source>Start the cluster again: that writes its context.</source>
        <translation>クラスターをもう一度起動してください。そのときにコンテキストが書き込まれます。</translation>
    </message>
    <message>
        <source>look at the pods</source>
        <translation>Pod を取得する</translation>
    </message>
    <message>
        <source>The pods say: %1.</source>
        <translation>Pod の状態: %1。</translation>
    </message>
    <message>
        <source>Dispatch on %1</source>
        <translation>%1 の Dispatch</translation>
    </message>
</context>
<context>
    <name>client::DriverPods</name>
    <message>
        <source>look for the pods of driver %1</source>
        <translation>ドライバー %1 の Pod を探す</translation>
    </message>
</context>
<context>
    <name>client::EmitJob</name>
    <message>
        <source>The connection broke, but there is a run of it.</source>
        <translation>接続が切れましたが、その実行はあります。</translation>
    </message>
    <message>
        <source>The connection broke, and no run can tell whether it arrived. It was not sent again.</source>
        <translation>接続が切れ、届いたかどうかを示す実行もありません。再送信はしていません。</translation>
    </message>
    <message>
        <source>Not sent: the job was stopped before.</source>
        <translation>未送信: その前にジョブが停止されました。</translation>
    </message>
    <message>
        <source>The connection broke, and the job was stopped before it was looked for.</source>
        <translation>接続が切れ、確認する前にジョブが停止されました。</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>ファイル %1 を読み込む</translation>
    </message>
    <message>
        <source>a line of more than %1 MB</source>
        <translation>%1 MB を超える行</translation>
    </message>
    <message>
        <source>The events of the job cannot be read on from line %1.</source>
        <translation>ジョブのイベントを %1 行目から先へ読み進められません。</translation>
    </message>
    <message>
        <source>Look at the file: it needs one JSON value a line.</source>
        <translation>ファイルを確認してください。1 行に 1 つの JSON 値が必要です。</translation>
    </message>
    <message>
        <source>The line is no JSON: %1</source>
        <translation>この行は JSON ではありません: %1</translation>
    </message>
</context>
<context>
    <name>client::Exporter</name>
    <message>
        <source>others could read it there</source>
        <translation>そこではほかのユーザーが読み取れます</translation>
    </message>
    <message>
        <source>export</source>
        <translation>エクスポートする</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>%1 を書き込む</translation>
    </message>
    <message>
        <source>The export was not saved: %1.</source>
        <translation>エクスポートは保存されませんでした: %1。</translation>
    </message>
    <message>
        <source>Choose another place, or make room there.</source>
        <translation>別の場所を選ぶか、そこに空きを作ってください。</translation>
    </message>
</context>
<context>
    <name>client::Failures</name>
    <message>
        <source>The server points to another address, and the console does not follow.</source>
        <translation>サーバーが別のアドレスを指していますが、コンソールはそれをたどりません。</translation>
    </message>
    <message>
        <source>Use the address it points to, if you trust it.</source>
        <translation>信頼できる場合は、指されたアドレスを使ってください。</translation>
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation>サーバーは要求を受け付けませんでした。</translation>
    </message>
    <message>
        <source>Correct what it names and try again.</source>
        <translation>指摘された箇所を直して、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The server does not know who you are.</source>
        <translation>サーバーはあなたが誰かを認識できません。</translation>
    </message>
    <message>
        <source>Sign in again, or check the token or the service account and its key.</source>
        <translation>もう一度サインインするか、トークンまたはサービスアカウントとその鍵を確認してください。</translation>
    </message>
    <message>
        <source>You are known, but not allowed to do this.</source>
        <translation>認識されていますが、この操作は許可されていません。</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy that allows it, or check the organization.</source>
        <translation>許可するポリシーを管理者に依頼するか、組織を確認してください。</translation>
    </message>
    <message>
        <source>The server has no such thing (any more).</source>
        <translation>そのようなものはサーバーに(もう)ありません。</translation>
    </message>
    <message>
        <source>Look again, and check the name and the organization.</source>
        <translation>もう一度取得し、名前と組織を確認してください。</translation>
    </message>
    <message>
        <source>The server does not offer this operation.</source>
        <translation>サーバーはこの操作を提供していません。</translation>
    </message>
    <message>
        <source>Check that the address is that of a Dispatch API.</source>
        <translation>アドレスが Dispatch API のものか確認してください。</translation>
    </message>
    <message>
        <source>A proxy on the way asks for a sign-in.</source>
        <translation>途中のプロキシがサインインを求めています。</translation>
    </message>
    <message>
        <source>Check the proxy settings.</source>
        <translation>プロキシ設定を確認してください。</translation>
    </message>
    <message>
        <source>The server waited too long for the request.</source>
        <translation>サーバーは要求を待ちきれませんでした。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>もう一度お試しください。</translation>
    </message>
    <message>
        <source>The name is taken, or the server&apos;s copy has moved on.</source>
        <translation>名前がすでに使われているか、サーバー側の内容が更新されています。</translation>
    </message>
    <message>
        <source>Choose another name, or look at the existing one first.</source>
        <translation>別の名前を選ぶか、先に既存のものを確認してください。</translation>
    </message>
    <message>
        <source>The request is larger than the server takes.</source>
        <translation>要求がサーバーの上限を超えています。</translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation>送る量を減らしてください。</translation>
    </message>
    <message>
        <source>The server does not take this kind of content.</source>
        <translation>サーバーはこの種類の内容を受け付けません。</translation>
    </message>
    <message>
        <source>A value breaks a rule of the server.</source>
        <translation>値がサーバーの規則に反しています。</translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation>直して、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The server has too much to do.</source>
        <translation>サーバーが混み合っています。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>しばらくしてから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The headers of the request are too long for the server.</source>
        <translation>要求のヘッダーがサーバーには長すぎます。</translation>
    </message>
    <message>
        <source>Check the cookie or token of this connection.</source>
        <translation>この接続の Cookie またはトークンを確認してください。</translation>
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation>サーバーは要求を拒否しました。</translation>
    </message>
    <message>
        <source>See what it said.</source>
        <translation>サーバーの返答を確認してください。</translation>
    </message>
    <message>
        <source>This Dispatch server does not have that function.</source>
        <translation>この Dispatch サーバーにはその機能がありません。</translation>
    </message>
    <message>
        <source>Use a server of another generation for it.</source>
        <translation>別の世代のサーバーを使ってください。</translation>
    </message>
    <message>
        <source>A gateway answered, but the Dispatch behind it did not.</source>
        <translation>ゲートウェイは応答しましたが、その先の Dispatch が応答しませんでした。</translation>
    </message>
    <message>
        <source>Check that the Dispatch services are running, then try again.</source>
        <translation>Dispatch のサービスが動いていることを確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Something went wrong inside the server.</source>
        <translation>サーバー内部で問題が起きました。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at the server&apos;s log.</source>
        <translation>もう一度お試しください。再び起きる場合は、サーバーのログを確認してください。</translation>
    </message>
    <message>
        <source>The answer is none that Dispatch gives.</source>
        <translation>Dispatch が返すはずのない応答です。</translation>
    </message>
    <message>
        <source>A value has the wrong type or format.</source>
        <translation>値の型または形式が正しくありません。</translation>
    </message>
    <message>
        <source>A required value is missing.</source>
        <translation>必須の値がありません。</translation>
    </message>
    <message>
        <source>A value is too long.</source>
        <translation>値が長すぎます。</translation>
    </message>
    <message>
        <source>A value has characters that are not allowed there.</source>
        <translation>値に、そこでは使えない文字があります。</translation>
    </message>
    <message>
        <source>A value is none of the allowed ones.</source>
        <translation>値が許可されたもののどれでもありません。</translation>
    </message>
    <message>
        <source>Nothing listens at that address.</source>
        <translation>そのアドレスで待ち受けているものがありません。</translation>
    </message>
    <message>
        <source>Check that the server runs, and its host and port.</source>
        <translation>サーバーが動いているか、ホストとポートを確認してください。</translation>
    </message>
    <message>
        <source>Look again before you repeat it.</source>
        <translation>繰り返す前に、もう一度確認してください。</translation>
    </message>
    <message>
        <source>That host name is not known.</source>
        <translation>そのホスト名は見つかりません。</translation>
    </message>
    <message>
        <source>Check its spelling, the network and the VPN.</source>
        <translation>つづり、ネットワーク、VPN を確認してください。</translation>
    </message>
    <message>
        <source>The server cannot be reached in time.</source>
        <translation>サーバーに時間内に到達できません。</translation>
    </message>
    <message>
        <source>Check the network and the firewall, then try again.</source>
        <translation>ネットワークとファイアウォールを確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The network went away.</source>
        <translation>ネットワークが切断されました。</translation>
    </message>
    <message>
        <source>Try again when it is back.</source>
        <translation>復旧したら、もう一度お試しください。</translation>
    </message>
    <message>
        <source>There is no network.</source>
        <translation>ネットワークがありません。</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>プロキシが応答しません。</translation>
    </message>
    <message>
        <source>The proxy closed the connection.</source>
        <translation>プロキシが接続を閉じました。</translation>
    </message>
    <message>
        <source>The proxy is not known by that name.</source>
        <translation>その名前のプロキシは見つかりません。</translation>
    </message>
    <message>
        <source>The proxy does not answer in time.</source>
        <translation>プロキシが時間内に応答しません。</translation>
    </message>
    <message>
        <source>The proxy asks for a sign-in.</source>
        <translation>プロキシがサインインを求めています。</translation>
    </message>
    <message>
        <source>The server points in a circle.</source>
        <translation>サーバーの転送先が循環しています。</translation>
    </message>
    <message>
        <source>That is no address of a web server.</source>
        <translation>Web サーバーのアドレスではありません。</translation>
    </message>
    <message>
        <source>Use an address that begins with http:// or https://.</source>
        <translation>http:// または https:// で始まるアドレスを使ってください。</translation>
    </message>
    <message>
        <source>What came back is not HTTP.</source>
        <translation>返ってきたものは HTTP ではありません。</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>ポートと、http と https のどちらが必要かを確認してください。</translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation>サーバーに到達できませんでした。</translation>
    </message>
    <message>
        <source>Check the address and the network, then try again.</source>
        <translation>アドレスとネットワークを確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>This is not a Dispatch API, probably a proxy or captive portal.</source>
        <translation>これは Dispatch API ではありません。おそらくプロキシかキャプティブポータルです。</translation>
    </message>
    <message>
        <source>Open the address in a browser to see what answers there, then correct host and port or sign in there.</source>
        <translation>アドレスをブラウザーで開いて何が応答するかを確認し、ホストとポートを直すか、そこでサインインしてください。</translation>
    </message>
    <message>
        <source>nothing from %1 for %2 s</source>
        <translation>%1 から %2 秒間応答なし</translation>
    </message>
    <message>
        <source>Look again in a moment, and check that the server is well.</source>
        <translation>しばらくしてからもう一度確認し、サーバーが正常か確かめてください。</translation>
    </message>
    <message>
        <source>more than %1 MB</source>
        <translation>%1 MB 超</translation>
    </message>
    <message>
        <source>The answer is larger than the console takes.</source>
        <translation>応答がコンソールの上限を超えています。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>HTTP %1, see %2</source>
        <translation>HTTP %1、%2 を参照</translation>
    </message>
    <message>
        <source>see %1</source>
        <translation>%1 を参照</translation>
    </message>
    <message>
        <source>HTTP %1 without an explanation</source>
        <translation>説明のない HTTP %1</translation>
    </message>
    <message>
        <source>HTTP %1: %2</source>
        <translation>HTTP %1: %2</translation>
    </message>
    <message>
        <source>a web page (HTTP %1) from %2</source>
        <translation>%2 からの Web ページ(HTTP %1)</translation>
    </message>
    <message>
        <source>Look again; if it stays so, check that the address is that of a Dispatch API.</source>
        <translation>もう一度確認してください。変わらない場合は、アドレスが Dispatch API のものか確認してください。</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends.</source>
        <translation>Dispatch サーバーが送る応答ではありません。</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends. %1</source>
        <translation>Dispatch サーバーが送る応答ではありません。%1</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>空の応答</translation>
    </message>
    <message>
        <source>%1 bytes of JSON that break off</source>
        <translation>途中で切れた %1 バイトの JSON</translation>
    </message>
    <message>
        <source>The answer was cut off on its way.</source>
        <translation>応答が途中で切れました。</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>なし: 中止されました</translation>
    </message>
    <message>
        <source>The request was cancelled. If it was already on its way, it may have taken effect.</source>
        <translation>要求はキャンセルされました。すでに送り出されていた場合は、実行された可能性があります。</translation>
    </message>
    <message>
        <source>%1 It may have taken effect all the same.</source>
        <translation>%1 それでも実行された可能性があります。</translation>
    </message>
    <message>
        <source>The connection broke before the answer was complete.</source>
        <translation>応答が完了する前に接続が切れました。</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>サーバーが時間内に応答しませんでした。</translation>
    </message>
    <message>
        <source>The token is from the future: the clock of this machine or of the server is wrong.</source>
        <translation>トークンが未来のものです。このマシンかサーバーの時計がずれています。</translation>
    </message>
    <message>
        <source>Compare both clocks, set the wrong one, then sign in again.</source>
        <translation>両方の時計を比べ、ずれているほうを直してから、もう一度サインインしてください。</translation>
    </message>
    <message>
        <source>The token has expired, or the clock of this machine or of the server is wrong.</source>
        <translation>トークンの期限が切れているか、このマシンかサーバーの時計がずれています。</translation>
    </message>
    <message>
        <source>Get a new token; if it was made just now, compare both clocks.</source>
        <translation>新しいトークンを取得してください。作ったばかりの場合は、両方の時計を比べてください。</translation>
    </message>
    <message>
        <source>The key does not belong to this service account.</source>
        <translation>鍵がこのサービスアカウントのものではありません。</translation>
    </message>
    <message>
        <source>Choose the private key whose public half the server has for this account.</source>
        <translation>サーバーがこのアカウント用に持つ公開鍵と対になる秘密鍵を選んでください。</translation>
    </message>
    <message>
        <source>The server has no such service account in that organization.</source>
        <translation>その組織には、そのようなサービスアカウントがサーバーにありません。</translation>
    </message>
    <message>
        <source>Check the name of the account and its organization.</source>
        <translation>アカウントの名前と組織を確認してください。</translation>
    </message>
    <message>
        <source>The service account was given without its organization.</source>
        <translation>サービスアカウントに組織が指定されていません。</translation>
    </message>
    <message>
        <source>Enter it as ORGANIZATION/NAME.</source>
        <translation>ORGANIZATION/NAME の形で入力してください。</translation>
    </message>
    <message>
        <source>The token is not signed with an RSA key, and Dispatch takes no other.</source>
        <translation>トークンが RSA 鍵で署名されていません。Dispatch はほかの鍵を受け付けません。</translation>
    </message>
    <message>
        <source>Use a token made with RS256, RS384 or RS512.</source>
        <translation>RS256、RS384、RS512 のいずれかで作ったトークンを使ってください。</translation>
    </message>
    <message>
        <source>The proxy does not answer, or does not let the console through to the server.</source>
        <translation>プロキシが応答しないか、コンソールをサーバーまで通しません。</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection, or list the host among those that are reached without it.</source>
        <translation>接続のプロキシ設定を確認するか、プロキシなしで接続するホストの一覧に加えてください。</translation>
    </message>
    <message>
        <source>A server that wants a client certificate also does this.</source>
        <translation>クライアント証明書を求めるサーバーでも、こうなります。</translation>
    </message>
    <message>
        <source>That port speaks TLS, and the address says plain http.</source>
        <translation>そのポートは TLS ですが、アドレスは平文の http になっています。</translation>
    </message>
    <message>
        <source>Use https:// in the address.</source>
        <translation>アドレスに https:// を使ってください。</translation>
    </message>
    <message>
        <source>You are known, but no policy of the organization “%1” lets you “%2” on “%3”.</source>
        <translation>認識されていますが、組織「%1」には「%3」に対する「%2」を許可するポリシーがありません。</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy with the action “%1” on the resource “%2”, or check the organization.</source>
        <translation>リソース「%2」に対するアクション「%1」のポリシーを管理者に依頼するか、組織を確認してください。</translation>
    </message>
</context>
<context>
    <name>client::FileBody</name>
    <message>
        <source>it changed while it was sent</source>
        <translation>送信中に変更されました</translation>
    </message>
    <message>
        <source>it grew while it was sent</source>
        <translation>送信中に大きくなりました</translation>
    </message>
</context>
<context>
    <name>client::FileCheck</name>
    <message>
        <source>it changed while it was read</source>
        <translation>読み込み中に変更されました</translation>
    </message>
    <message>
        <source>it had %1 bytes and has %2</source>
        <translation>以前は %1 バイト、今は %2 バイトです</translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation>SHA-256 が異なります</translation>
    </message>
    <message>
        <source>it was written since</source>
        <translation>その後に書き込まれています</translation>
    </message>
    <message>
        <source>send the file %1 as text</source>
        <translation>ファイル %1 をテキストとして送信する</translation>
    </message>
    <message>
        <source>bytes that are not UTF-8</source>
        <translation>UTF-8 ではないバイト列</translation>
    </message>
    <message>
        <source>JSON, in which events travel, can hold a text only as UTF-8.</source>
        <translation>イベントは JSON で運ばれ、JSON のテキストは UTF-8 に限られます。</translation>
    </message>
    <message>
        <source>Send it as binary, or save it as UTF-8 first.</source>
        <translation>バイナリとして送信するか、先に UTF-8 で保存してください。</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>ファイル %1 を読み込む</translation>
    </message>
    <message>
        <source>Reading the file was cancelled.</source>
        <translation>ファイルの読み込みはキャンセルされました。</translation>
    </message>
    <message>
        <source>Choose it again to read it.</source>
        <translation>読み込むには、もう一度選んでください。</translation>
    </message>
</context>
<context>
    <name>client::GenerationFinder</name>
    <message>
        <source>ask which Dispatch this is</source>
        <translation>どの Dispatch かを問い合わせる</translation>
    </message>
</context>
<context>
    <name>client::ImportPlanner</name>
    <message>
        <source>plan the import</source>
        <translation>インポートを計画する</translation>
    </message>
</context>
<context>
    <name>client::ImportRun</name>
    <message>
        <source>Not tried, because %1 %2 did not work.</source>
        <translation>%1 %2 がうまくいかなかったため、試していません。</translation>
    </message>
    <message>
        <source>Not tried: the import was stopped before.</source>
        <translation>未試行: その前にインポートが停止されました。</translation>
    </message>
    <message>
        <source>The values of this secret are not kept.</source>
        <translation>このシークレットの値は保存されていません。</translation>
    </message>
    <message>
        <source>Import its file again.</source>
        <translation>そのファイルをもう一度インポートしてください。</translation>
    </message>
</context>
<context>
    <name>client::ImportSource</name>
    <message>
        <source>import %1</source>
        <translation>%1 をインポートする</translation>
    </message>
    <message>
        <source>That is more than is imported at once: %1.</source>
        <translation>一度にインポートできる量を超えています: %1。</translation>
    </message>
    <message>
        <source>Import a part of it.</source>
        <translation>一部だけをインポートしてください。</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>アクセスが拒否されました</translation>
    </message>
    <message>
        <source>The folder cannot be read.</source>
        <translation>フォルダーを読み込めません。</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>アクセス権を確認してください。</translation>
    </message>
    <message>
        <source>no such files</source>
        <translation>該当するファイルなし</translation>
    </message>
    <message>
        <source>There is no *.yaml, *.yml or *.json below this folder.</source>
        <translation>このフォルダー以下に *.yaml、*.yml、*.json がありません。</translation>
    </message>
    <message>
        <source>Choose another folder, or the files themselves.</source>
        <translation>別のフォルダーか、ファイルそのものを選んでください。</translation>
    </message>
    <message>
        <source>over %1 files</source>
        <translation>%1 ファイル超</translation>
    </message>
    <message>
        <source>%1, where %2 are the limit</source>
        <translation>%1、上限は %2</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>%1 超</translation>
    </message>
    <message>
        <source>over %1 in all</source>
        <translation>合計 %1 超</translation>
    </message>
    <message>
        <source>an HTML page</source>
        <translation>HTML ページ</translation>
    </message>
    <message>
        <source>The address shows a page for people and not the file itself.</source>
        <translation>アドレスは人が見るためのページで、ファイルそのものではありません。</translation>
    </message>
    <message>
        <source>Use the address of the file, often called “raw”.</source>
        <translation>ファイルのアドレス(多くは「raw」と呼ばれます)を使ってください。</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>The address answered with status %1 and not with a file.</source>
        <translation>アドレスはファイルではなくステータス %1 を返しました。</translation>
    </message>
    <message>
        <source>Open it in a browser and look; what needs a sign-in has to be saved as a file first.</source>
        <translation>ブラウザーで開いて確認してください。サインインが必要なものは、先にファイルに保存する必要があります。</translation>
    </message>
    <message>
        <source>This is no address of http or https.</source>
        <translation>http または https のアドレスではありません。</translation>
    </message>
    <message>
        <source>Write it in full, for example https://example.com/wiring.yaml.</source>
        <translation>https://example.com/wiring.yaml のように、すべて書いてください。</translation>
    </message>
</context>
<context>
    <name>client::InstallFolder</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 に書き込めません。</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>そこに書き込めること、ディスクがいっぱいでないことを確認してください。</translation>
    </message>
    <message>
        <source>Another console is installing in this cluster.</source>
        <translation>別のコンソールがこのクラスターにインストール中です。</translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation>終わるまで待ってください。</translation>
    </message>
</context>
<context>
    <name>client::InstallOrder</name>
    <message>
        <source>install Dispatch in the cluster %1</source>
        <translation>クラスター %1 に Dispatch をインストールする</translation>
    </message>
    <message>
        <source>try an installation in the cluster %1</source>
        <translation>クラスター %1 でインストールを試す</translation>
    </message>
    <message>
        <source>uninstall Dispatch from the cluster %1</source>
        <translation>クラスター %1 から Dispatch をアンインストールする</translation>
    </message>
</context>
<context>
    <name>client::Journal</name>
    <message>
        <source>open a sent event</source>
        <translation>送信済みイベントを開く</translation>
    </message>
    <message>
        <source>nothing with the number %1</source>
        <translation>番号 %1 のものなし</translation>
    </message>
    <message>
        <source>That event is no longer in the history.</source>
        <translation>そのイベントはもう履歴にありません。</translation>
    </message>
    <message>
        <source>Look at the history again.</source>
        <translation>履歴をもう一度確認してください。</translation>
    </message>
    <message>
        <source>write the ledger of a job</source>
        <translation>ジョブの台帳を書き込む</translation>
    </message>
    <message>
        <source>The journal of sent events could not be used.</source>
        <translation>送信済みイベントのジャーナルを使えませんでした。</translation>
    </message>
    <message>
        <source>Try again; if it stays so, look at the disk that holds %1.</source>
        <translation>もう一度お試しください。変わらない場合は、%1 があるディスクを確認してください。</translation>
    </message>
    <message>
        <source>The disk that holds the journal of sent events is full.</source>
        <translation>送信済みイベントのジャーナルがあるディスクがいっぱいです。</translation>
    </message>
    <message>
        <source>Free some space there; nothing that was written before is lost.</source>
        <translation>空き容量を増やしてください。これまでに書き込まれたものは失われていません。</translation>
    </message>
    <message>
        <source>The journal of sent events cannot be written.</source>
        <translation>送信済みイベントのジャーナルに書き込めません。</translation>
    </message>
    <message>
        <source>Correct the permissions of %1.</source>
        <translation>%1 のアクセス権を修正してください。</translation>
    </message>
    <message>
        <source>Another program uses the journal of sent events.</source>
        <translation>別のプログラムが送信済みイベントのジャーナルを使用中です。</translation>
    </message>
    <message>
        <source>Close the program that has %1 open.</source>
        <translation>%1 を開いているプログラムを閉じてください。</translation>
    </message>
    <message>
        <source>put the damaged journal aside</source>
        <translation>壊れたジャーナルを脇に置く</translation>
    </message>
    <message>
        <source>it cannot be renamed</source>
        <translation>名前を変更できません</translation>
    </message>
    <message>
        <source>The journal of sent events is damaged.</source>
        <translation>送信済みイベントのジャーナルが壊れています。</translation>
    </message>
    <message>
        <source>Move %1 to another place and start again.</source>
        <translation>%1 を別の場所に移して、もう一度起動してください。</translation>
    </message>
    <message>
        <source>open the journal of sent events</source>
        <translation>送信済みイベントのジャーナルを開く</translation>
    </message>
    <message>
        <source>a damaged file</source>
        <translation>壊れたファイル</translation>
    </message>
    <message>
        <source>The journal of sent events was damaged. A new, empty one is in use.</source>
        <translation>送信済みイベントのジャーナルが壊れていました。新しい空のジャーナルを使っています。</translation>
    </message>
    <message>
        <source>The old one was kept as %1; `sqlite3 FILE .recover` can read what is left of it.</source>
        <translation>古いものは %1 として残してあります。`sqlite3 FILE .recover` で、残っている内容を読み取れます。</translation>
    </message>
    <message>
        <source>no driver for SQLite</source>
        <translation>SQLite 用のドライバーなし</translation>
    </message>
    <message>
        <source>A part of Qt that keeps the journal is missing.</source>
        <translation>ジャーナルを保存するための Qt の部品がありません。</translation>
    </message>
    <message>
        <source>Install the package libqt6sql6-sqlite and start again.</source>
        <translation>パッケージ libqt6sql6-sqlite をインストールして、もう一度起動してください。</translation>
    </message>
    <message>
        <source>it cannot be created, or belongs to somebody else</source>
        <translation>作成できないか、ほかのユーザーのものです</translation>
    </message>
    <message>
        <source>check the journal of sent events</source>
        <translation>送信済みイベントのジャーナルを検査する</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>バージョン %1。このコンソールは %2 まで対応しています</translation>
    </message>
    <message>
        <source>The journal of sent events was written by a newer console.</source>
        <translation>送信済みイベントのジャーナルは、より新しいコンソールで書き込まれています。</translation>
    </message>
    <message>
        <source>Update this console, or move %1 to another place.</source>
        <translation>このコンソールを更新するか、%1 を別の場所に移してください。</translation>
    </message>
    <message>
        <source>make the tables of the journal</source>
        <translation>ジャーナルのテーブルを作る</translation>
    </message>
    <message>
        <source>use the journal of sent events</source>
        <translation>送信済みイベントのジャーナルを使う</translation>
    </message>
</context>
<context>
    <name>client::JwtSigner</name>
    <message>
        <source>sign in as a service account</source>
        <translation>サービスアカウントとしてサインインする</translation>
    </message>
    <message>
        <source>The private key of the service account cannot be used.</source>
        <translation>サービスアカウントの秘密鍵を使えません。</translation>
    </message>
    <message>
        <source>a public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>Choose the private key that belongs to it.</source>
        <translation>それと対になる秘密鍵を選んでください。</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>パスフレーズ付きの鍵</translation>
    </message>
    <message>
        <source>Remove the pass phrase: openssl pkey -in KEY -out NEWKEY</source>
        <translation>パスフレーズを外してください: openssl pkey -in KEY -out NEWKEY</translation>
    </message>
    <message>
        <source>no key in PEM form</source>
        <translation>PEM 形式の鍵なし</translation>
    </message>
    <message>
        <source>Choose a file that begins with -----BEGIN PRIVATE KEY-----.</source>
        <translation>-----BEGIN PRIVATE KEY----- で始まるファイルを選んでください。</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>壊れていない PEM 形式の RSA 鍵を選んでください。</translation>
    </message>
    <message>
        <source>a key that is not RSA</source>
        <translation>RSA ではない鍵</translation>
    </message>
    <message>
        <source>Dispatch takes RSA keys only: make one.</source>
        <translation>Dispatch は RSA 鍵だけを受け付けます。RSA 鍵を作ってください。</translation>
    </message>
    <message>
        <source>an RSA key of %1 bits</source>
        <translation>%1 ビットの RSA 鍵</translation>
    </message>
    <message>
        <source>Make a key of 2048 bits or more: shorter ones are not safe.</source>
        <translation>2048 ビット以上の鍵を作ってください。短い鍵は安全ではありません。</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>別の鍵を選んでください。</translation>
    </message>
    <message>
        <source>a key in the form of OpenSSH</source>
        <translation>OpenSSH 形式の鍵</translation>
    </message>
    <message>
        <source>Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY</source>
        <translation>コピーを変換してください: ssh-keygen -p -m PKCS8 -f COPY</translation>
    </message>
    <message>
        <source>a certificate</source>
        <translation>証明書</translation>
    </message>
</context>
<context>
    <name>client::KeptRun</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 に書き込めません。</translation>
    </message>
    <message>
        <source>Free some space there, and check who owns it.</source>
        <translation>空き容量を増やし、所有者を確認してください。</translation>
    </message>
    <message>
        <source>It was cancelled. A part of it may be done.</source>
        <translation>キャンセルされました。一部は済んでいる可能性があります。</translation>
    </message>
    <message>
        <source>It ended without an answer: somebody killed it.</source>
        <translation>応答なしで終わりました。誰かが強制終了しました。</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>もう一度試す前に、状態を確認してください。</translation>
    </message>
    <message>
        <source>It printed more than %1 MiB, and was given up.</source>
        <translation>出力が %1 MiB を超えたため、中止されました。</translation>
    </message>
</context>
<context>
    <name>client::KeyPair</name>
    <message>
        <source>make a key pair</source>
        <translation>鍵の組を作る</translation>
    </message>
    <message>
        <source>The cryptographic library could not make a key.</source>
        <translation>暗号ライブラリが鍵を作れませんでした。</translation>
    </message>
    <message>
        <source>Check the installation of OpenSSL.</source>
        <translation>OpenSSL のインストールを確認してください。</translation>
    </message>
</context>
<context>
    <name>client::Keychain</name>
    <message>
        <source>use the keychain</source>
        <translation>キーチェーンを使う</translation>
    </message>
    <message>
        <source>nothing for %1 s</source>
        <translation>%1 秒間応答なし</translation>
    </message>
    <message>
        <source>The keychain does not answer.</source>
        <translation>キーチェーンが応答しません。</translation>
    </message>
    <message>
        <source>See whether it asks for its password in a window of its own, then let the console ask again.</source>
        <translation>キーチェーンが別のウィンドウでパスワードを求めていないか確認し、コンソールからもう一度問い合わせてください。</translation>
    </message>
    <message>
        <source>no such secret</source>
        <translation>該当するシークレットなし</translation>
    </message>
    <message>
        <source>The keychain does not hold this secret.</source>
        <translation>キーチェーンにこのシークレットがありません。</translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation>もう一度入力してください。</translation>
    </message>
    <message>
        <source>not what was written</source>
        <translation>書き込んだものと異なります</translation>
    </message>
    <message>
        <source>The keychain does not keep what it is given.</source>
        <translation>キーチェーンが渡されたものを保存しません。</translation>
    </message>
    <message>
        <source>Repair or replace the keychain of your desktop.</source>
        <translation>デスクトップのキーチェーンを修復するか、取り替えてください。</translation>
    </message>
</context>
<context>
    <name>client::LocalServer</name>
    <message>
        <source>there is no program %1</source>
        <translation>プログラム %1 がありません</translation>
    </message>
    <message>
        <source>The local Dispatch is not installed.</source>
        <translation>ローカル Dispatch がインストールされていません。</translation>
    </message>
    <message>
        <source>Install it beside the console or on the PATH, or connect to another server.</source>
        <translation>コンソールと同じ場所か PATH にインストールするか、別のサーバーに接続してください。</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written.</source>
        <translation>データフォルダー %1 に書き込めません。</translation>
    </message>
    <message>
        <source>Free some space, correct its permissions, or choose another folder.</source>
        <translation>空き容量を増やすか、アクセス権を修正するか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>The local Dispatch named an address that is not on this machine.</source>
        <translation>ローカル Dispatch が、このマシンではないアドレスを示しました。</translation>
    </message>
    <message>
        <source>Check which program dispatch-local is.</source>
        <translation>dispatch-local がどのプログラムか確認してください。</translation>
    </message>
    <message>
        <source>The local Dispatch could not start: %1</source>
        <translation>ローカル Dispatch が起動できませんでした: %1</translation>
    </message>
    <message>
        <source>Correct that and start again.</source>
        <translation>それを直して、もう一度起動してください。</translation>
    </message>
    <message>
        <source>The local Dispatch could not be started.</source>
        <translation>ローカル Dispatch を起動できませんでした。</translation>
    </message>
    <message>
        <source>Check that %1 is a program for this machine.</source>
        <translation>%1 がこのマシン用のプログラムか確認してください。</translation>
    </message>
    <message>
        <source>no word for %1 s</source>
        <translation>%1 秒間連絡なし</translation>
    </message>
    <message>
        <source>The local Dispatch did not become ready in time.</source>
        <translation>ローカル Dispatch の準備が時間内に整いませんでした。</translation>
    </message>
    <message>
        <source>Start it again; if that does not help, look at its log.</source>
        <translation>もう一度起動してください。それでもだめな場合は、ログを確認してください。</translation>
    </message>
    <message>
        <source>start the local Dispatch</source>
        <translation>ローカル Dispatch を起動する</translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation>シグナル %1 で終了させられました</translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation>コード %1 で終了しました</translation>
    </message>
    <message>
        <source>The local Dispatch ended although nobody asked it to. Its data is safe.</source>
        <translation>ローカル Dispatch が、求められていないのに終了しました。データは無事です。</translation>
    </message>
    <message>
        <source>Start it again; what was accepted is still there.</source>
        <translation>もう一度起動してください。受理されたものは残っています。</translation>
    </message>
    <message>
        <source>keep the local Dispatch running</source>
        <translation>ローカル Dispatch を動かし続ける</translation>
    </message>
    <message>
        <source>The local Dispatch ended before it was ready.</source>
        <translation>ローカル Dispatch は準備が整う前に終了しました。</translation>
    </message>
    <message>
        <source>Look at its log, correct what it names and start again.</source>
        <translation>ログを確認し、指摘された箇所を直してから、もう一度起動してください。</translation>
    </message>
    <message>
        <source>local</source>
        <translation>ローカル</translation>
    </message>
</context>
<context>
    <name>client::NetworkDoor</name>
    <message>
        <source>nothing was sent</source>
        <translation>何も送信されませんでした</translation>
    </message>
    <message>
        <source>The connection “%1” is read-only: the console changes nothing there.</source>
        <translation>接続「%1」は読み取り専用です。コンソールはそこでは何も変更しません。</translation>
    </message>
    <message>
        <source>Change the protection of the connection, if it is meant to be changed from here.</source>
        <translation>ここから変更してよい接続であれば、接続の保護を変更してください。</translation>
    </message>
</context>
<context>
    <name>client::PodLog</name>
    <message>
        <source>read the log of %1</source>
        <translation>%1 のログを読み込む</translation>
    </message>
    <message>
        <source>The pod is gone.</source>
        <translation>Pod はなくなりました。</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>Pod %1 を取得する</translation>
    </message>
    <message>
        <source>The pod is gone; another one has its name now.</source>
        <translation>Pod はなくなりました。今は別の Pod が同じ名前を持っています。</translation>
    </message>
    <message>
        <source>The pod has ended.</source>
        <translation>Pod は終了しました。</translation>
    </message>
    <message>
        <source>The container ended with exit code %1 (%2) and is started again.</source>
        <translation>コンテナーは終了コード %1(%2)で終了し、再起動されます。</translation>
    </message>
    <message>
        <source>The container is started again.</source>
        <translation>コンテナーは再起動されます。</translation>
    </message>
    <message>
        <source>save the log of %1</source>
        <translation>%1 のログを保存する</translation>
    </message>
</context>
<context>
    <name>client::PortForwards</name>
    <message>
        <source>forward port %1 of %2</source>
        <translation>%2 のポート %1 を転送する</translation>
    </message>
    <message>
        <source>The pod %1 is gone.</source>
        <translation>Pod %1 はなくなりました。</translation>
    </message>
    <message>
        <source>Forward a port of the pod that has taken its place.</source>
        <translation>代わりの Pod のポートを転送してください。</translation>
    </message>
    <message>
        <source>The forward did not become ready in time.</source>
        <translation>ポート転送の準備が時間内に整いませんでした。</translation>
    </message>
    <message>
        <source>Look whether the pod runs and the cluster answers.</source>
        <translation>Pod が動いていて、クラスターが応答するか確認してください。</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>Pod %1 を取得する</translation>
    </message>
</context>
<context>
    <name>client::PreflightRun</name>
    <message>
        <source>exit code %1</source>
        <translation>終了コード %1</translation>
    </message>
    <message>
        <source>no answer to that</source>
        <translation>この問い合わせへの応答なし</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 に書き込めません: %2</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>minikube has no profile %1</source>
        <translation>minikube にプロファイル %1 がありません</translation>
    </message>
    <message>
        <source>look at what an installation needs</source>
        <translation>インストールに必要なものを調べる</translation>
    </message>
</context>
<context>
    <name>client::PrivateFile</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 に書き込めません。</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>そこに書き込めること、ディスクがいっぱいでないことを確認してください。</translation>
    </message>
</context>
<context>
    <name>client::PrivateKey</name>
    <message>
        <source>open the private key of the service account</source>
        <translation>サービスアカウントの秘密鍵を開く</translation>
    </message>
    <message>
        <source>The private key cannot be used.</source>
        <translation>秘密鍵を使えません。</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>別の鍵を選んでください。</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>パスフレーズ付きの鍵</translation>
    </message>
    <message>
        <source>The private key is locked.</source>
        <translation>秘密鍵はロックされています。</translation>
    </message>
    <message>
        <source>Enter its pass phrase.</source>
        <translation>パスフレーズを入力してください。</translation>
    </message>
    <message>
        <source>The pass phrase does not open this key.</source>
        <translation>パスフレーズではこの鍵を開けません。</translation>
    </message>
    <message>
        <source>Enter it again; mind capitals and the layout of the keyboard.</source>
        <translation>もう一度入力してください。大文字とキーボードの配列に注意してください。</translation>
    </message>
    <message>
        <source>The file of the private key is damaged.</source>
        <translation>秘密鍵のファイルが壊れています。</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>壊れていない PEM 形式の RSA 鍵を選んでください。</translation>
    </message>
</context>
<context>
    <name>client::ProcessRun</name>
    <message>
        <source>no pipe to the command</source>
        <translation>コマンドへのパイプなし</translation>
    </message>
    <message>
        <source>This machine has no room for another command.</source>
        <translation>このマシンには、もう 1 つコマンドを動かす余裕がありません。</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>ほかのプログラムを閉じて、もう一度お試しください。</translation>
    </message>
    <message>
        <source>it was given up</source>
        <translation>中止されました</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>時間がかかりすぎました</translation>
    </message>
    <message>
        <source>The command was cancelled. A part of it may be done.</source>
        <translation>コマンドはキャンセルされました。一部は済んでいる可能性があります。</translation>
    </message>
    <message>
        <source>The command did not end in time, and was ended.</source>
        <translation>コマンドは時間内に終わらず、終了させられました。</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>もう一度試す前に、状態を確認してください。</translation>
    </message>
    <message>
        <source>it was killed, or crashed</source>
        <translation>強制終了されたか、クラッシュしました</translation>
    </message>
    <message>
        <source>%1 ended without an answer.</source>
        <translation>%1 は応答なしで終わりました。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at what it said.</source>
        <translation>もう一度お試しください。再び起きる場合は、その出力を確認してください。</translation>
    </message>
    <message>
        <source>%1 cannot be run.</source>
        <translation>%1 を実行できません。</translation>
    </message>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for.</source>
        <translation>%1 はこのマシンにないか、プログラムを探す場所にありません。</translation>
    </message>
    <message>
        <source>Check that it is a program for this machine, and that you may run it.</source>
        <translation>このマシン用のプログラムで、実行が許されているか確認してください。</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>インストールするか、場所を指定してください。</translation>
    </message>
</context>
<context>
    <name>client::Profile</name>
    <message>
        <source>read a connection profile</source>
        <translation>接続プロファイルを読み込む</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>接続プロファイルの 1 つが使えません。</translation>
    </message>
    <message>
        <source>Correct it in the file, or delete it there; the other profiles are not touched.</source>
        <translation>ファイルの中で直すか削除してください。ほかのプロファイルには影響しません。</translation>
    </message>
    <message>
        <source>something that is no profile</source>
        <translation>プロファイルではないもの</translation>
    </message>
    <message>
        <source>the profile “%1” has no id</source>
        <translation>プロファイル「%1」に id がありません</translation>
    </message>
    <message>
        <source>the profile %1 has no name</source>
        <translation>プロファイル %1 に名前がありません</translation>
    </message>
    <message>
        <source>the address of “%1” cannot be used</source>
        <translation>「%1」のアドレスは使えません</translation>
    </message>
    <message>
        <source>the proxy of “%1” cannot be used</source>
        <translation>「%1」のプロキシは使えません</translation>
    </message>
    <message>
        <source>“%1” signs in in an unknown way</source>
        <translation>「%1」のサインイン方法が不明です</translation>
    </message>
</context>
<context>
    <name>client::ProfileConnection</name>
    <message>
        <source>use a connection profile</source>
        <translation>接続プロファイルを使う</translation>
    </message>
    <message>
        <source>no secret</source>
        <translation>シークレットなし</translation>
    </message>
    <message>
        <source>The secret that signs in to “%1” is not here.</source>
        <translation>「%1」にサインインするシークレットがここにありません。</translation>
    </message>
    <message>
        <source>Enter the cookie, the token or the key again.</source>
        <translation>Cookie、トークン、または鍵をもう一度入力してください。</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>「%1」</translation>
    </message>
    <message>
        <source>That is no service account.</source>
        <translation>サービスアカウントではありません。</translation>
    </message>
    <message>
        <source>Enter its name, or ORGANIZATION/NAME.</source>
        <translation>名前、または ORGANIZATION/NAME を入力してください。</translation>
    </message>
</context>
<context>
    <name>client::ProfileExport</name>
    <message>
        <source>export the connection profiles</source>
        <translation>接続プロファイルをエクスポートする</translation>
    </message>
    <message>
        <source>The file was not written.</source>
        <translation>ファイルは書き込まれませんでした。</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>%1 に書き込めること、ディスクがいっぱいでないことを確認してください。</translation>
    </message>
</context>
<context>
    <name>client::ProfileFile</name>
    <message>
        <source>use the file of the connection profiles</source>
        <translation>接続プロファイルのファイルを使う</translation>
    </message>
    <message>
        <source>The connection profiles in %1 cannot be read.</source>
        <translation>%1 の接続プロファイルを読み込めません。</translation>
    </message>
    <message>
        <source>Repair the file, or go on: before anything is saved, the damaged file is kept under another name.</source>
        <translation>ファイルを修復するか、そのまま続けてください。何かを保存する前に、壊れたファイルは別の名前で残されます。</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file of the connection profiles is larger than such a file can be.</source>
        <translation>接続プロファイルのファイルが、ありえないほど大きくなっています。</translation>
    </message>
    <message>
        <source>Move it away: %1</source>
        <translation>別の場所に移してください: %1</translation>
    </message>
    <message>
        <source>JSON that is no list of profiles</source>
        <translation>プロファイルのリストではない JSON</translation>
    </message>
    <message>
        <source>version %1; this console knows %2</source>
        <translation>バージョン %1。このコンソールは %2 に対応しています</translation>
    </message>
    <message>
        <source>The connection profiles were written by a later version of the console. They are left as they are.</source>
        <translation>接続プロファイルは、より新しいバージョンのコンソールで書き込まれています。そのまま残します。</translation>
    </message>
    <message>
        <source>Use the later version, or move the file away: %1</source>
        <translation>新しいバージョンを使うか、ファイルを別の場所に移してください: %1</translation>
    </message>
    <message>
        <source>“%1” has the id of another profile</source>
        <translation>「%1」の id は別のプロファイルと同じです</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>接続プロファイルの 1 つが使えません。</translation>
    </message>
    <message>
        <source>Give it another id in the file, or delete it there.</source>
        <translation>ファイルの中で別の id を付けるか、削除してください。</translation>
    </message>
    <message>
        <source>The connection profiles were not saved.</source>
        <translation>接続プロファイルは保存されませんでした。</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>%1 に書き込めること、ディスクがいっぱいでないことを確認してください。</translation>
    </message>
    <message>
        <source>another console holds it</source>
        <translation>別のコンソールが使用中です</translation>
    </message>
    <message>
        <source>it cannot be locked</source>
        <translation>ロックできません</translation>
    </message>
    <message>
        <source>Try again, and check that the folder can be written: %1</source>
        <translation>もう一度お試しください。フォルダーに書き込めるかも確認してください: %1</translation>
    </message>
    <message>
        <source>“%1” is not what it was</source>
        <translation>「%1」は元の状態と異なります</translation>
    </message>
    <message>
        <source>Another console has changed or deleted this profile meanwhile. Nothing was saved.</source>
        <translation>その間に別のコンソールがこのプロファイルを変更または削除しました。何も保存されていません。</translation>
    </message>
    <message>
        <source>Look at the profile as it is now, then change it again.</source>
        <translation>プロファイルの現在の内容を確認してから、もう一度変更してください。</translation>
    </message>
</context>
<context>
    <name>client::RegularFile</name>
    <message>
        <source>read the file %1</source>
        <translation>ファイル %1 を読み込む</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>ファイルを読み込めません。</translation>
    </message>
    <message>
        <source>Check its permissions and the disk it is on, or choose another file.</source>
        <translation>アクセス権とディスクを確認するか、別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>There is no such file (any more).</source>
        <translation>そのようなファイルは(もう)ありません。</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>ファイルをもう一度選んでください。</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>フォルダーです</translation>
    </message>
    <message>
        <source>it is a named pipe</source>
        <translation>名前付きパイプです</translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation>ソケットです</translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation>デバイスです</translation>
    </message>
    <message>
        <source>Only the content of a file can be sent.</source>
        <translation>送信できるのはファイルの内容だけです。</translation>
    </message>
    <message>
        <source>Choose a file; copy what you want to send into one first.</source>
        <translation>ファイルを選んでください。送りたいものは先にファイルへコピーしてください。</translation>
    </message>
    <message>
        <source>The file changed since you chose it.</source>
        <translation>ファイルは選んだ後に変更されました。</translation>
    </message>
    <message>
        <source>Look at it, then choose it again to send it as it is now.</source>
        <translation>内容を確認し、今の状態で送るにはもう一度選んでください。</translation>
    </message>
</context>
<context>
    <name>client::RunWatch</name>
    <message>
        <source>look at the runs</source>
        <translation>実行を取得する</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>リストではない JSON</translation>
    </message>
</context>
<context>
    <name>client::ServiceAccountMaker</name>
    <message>
        <source>Making a key…</source>
        <translation>鍵を作っています…</translation>
    </message>
    <message>
        <source>Making the service account…</source>
        <translation>サービスアカウントを作っています…</translation>
    </message>
    <message>
        <source>the service account %1</source>
        <translation>サービスアカウント %1</translation>
    </message>
    <message>
        <source>Making the policy…</source>
        <translation>ポリシーを作っています…</translation>
    </message>
    <message>
        <source>Keeping the key…</source>
        <translation>鍵を保存しています…</translation>
    </message>
    <message>
        <source>Made before that, and still there: %1.</source>
        <translation>それ以前に作られ、まだ残っているもの: %1。</translation>
    </message>
</context>
<context>
    <name>client::SourceArchive</name>
    <message>
        <source>pack the source %1</source>
        <translation>ソース %1 をまとめる</translation>
    </message>
    <message>
        <source>The source could not be packed: %1</source>
        <translation>ソースをまとめられませんでした: %1</translation>
    </message>
    <message>
        <source>compression failed</source>
        <translation>圧縮に失敗しました</translation>
    </message>
    <message>
        <source>the folder has no files</source>
        <translation>フォルダーにファイルがありません</translation>
    </message>
    <message>
        <source>Choose the folder that holds the code.</source>
        <translation>コードが入っているフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>Check that you may read the file.</source>
        <translation>ファイルを読み取れるか確認してください。</translation>
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation>64 MB を超えています</translation>
    </message>
    <message>
        <source>Leave out what the function does not need, or put libraries into its image.</source>
        <translation>関数に不要なものを除くか、ライブラリはイメージに入れてください。</translation>
    </message>
</context>
<context>
    <name>client::StandingCommand</name>
    <message>
        <source>open a tunnel to %1</source>
        <translation>%1 へのトンネルを開く</translation>
    </message>
    <message>
        <source>open the dashboard of %1</source>
        <translation>%1 のダッシュボードを開く</translation>
    </message>
</context>
<context>
    <name>client::SystemKeychain</name>
    <message>
        <source>use the keychain</source>
        <translation>キーチェーンを使う</translation>
    </message>
    <message>
        <source>The keychain did not let the console in.</source>
        <translation>キーチェーンがコンソールを受け入れませんでした。</translation>
    </message>
    <message>
        <source>The keychain did not do what it was asked; it may be locked.</source>
        <translation>キーチェーンが求めに応じませんでした。ロックされている可能性があります。</translation>
    </message>
    <message>
        <source>Unlock the keychain of your desktop and allow the console to use it, then try again.</source>
        <translation>デスクトップのキーチェーンのロックを解除し、コンソールに使用を許可してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Secret Service</source>
        <translation>Secret Service</translation>
    </message>
    <message>
        <source>KWallet</source>
        <translation>KWallet</translation>
    </message>
    <message>
        <source>Windows Credential Manager</source>
        <translation>Windows 資格情報マネージャー</translation>
    </message>
    <message>
        <source>macOS Keychain</source>
        <translation>macOS キーチェーン</translation>
    </message>
    <message>
        <source>no D-Bus session</source>
        <translation>D-Bus セッションなし</translation>
    </message>
    <message>
        <source>This session has no keychain.</source>
        <translation>このセッションにはキーチェーンがありません。</translation>
    </message>
    <message>
        <source>Start the console from a desktop session to have secrets kept.</source>
        <translation>シークレットを保存するには、デスクトップセッションからコンソールを起動してください。</translation>
    </message>
    <message>
        <source>neither libsecret nor KWallet</source>
        <translation>libsecret も KWallet もありません</translation>
    </message>
    <message>
        <source>There is no keychain.</source>
        <translation>キーチェーンがありません。</translation>
    </message>
    <message>
        <source>Install libsecret-1-0 and a keychain such as gnome-keyring.</source>
        <translation>libsecret-1-0 と、gnome-keyring などのキーチェーンをインストールしてください。</translation>
    </message>
</context>
<context>
    <name>client::TemplateFolder</name>
    <message>
        <source>read the template %1</source>
        <translation>テンプレート %1 を読み込む</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file is too large for a template.</source>
        <translation>ファイルがテンプレートとしては大きすぎます。</translation>
    </message>
    <message>
        <source>Let the template name a file for its data instead.</source>
        <translation>代わりに、テンプレートの中でデータ用のファイルを指定してください。</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>%1 行目: %2</translation>
    </message>
    <message>
        <source>The file is no template.</source>
        <translation>ファイルはテンプレートではありません。</translation>
    </message>
    <message>
        <source>Correct it in an editor; it was left as it is.</source>
        <translation>エディターで直してください。ファイルはそのまま残してあります。</translation>
    </message>
    <message>
        <source>save the template %1</source>
        <translation>テンプレート %1 を保存する</translation>
    </message>
    <message>
        <source>The file %1 could not be written.</source>
        <translation>ファイル %1 に書き込めませんでした。</translation>
    </message>
    <message>
        <source>Check the permissions of the folder and the space on its disk.</source>
        <translation>フォルダーのアクセス権とディスクの空き容量を確認してください。</translation>
    </message>
    <message>
        <source>delete the template %1</source>
        <translation>テンプレート %1 を削除する</translation>
    </message>
    <message>
        <source>The file could not be deleted.</source>
        <translation>ファイルを削除できませんでした。</translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation>フォルダーのアクセス権を確認してください。</translation>
    </message>
    <message>
        <source>rename the template %1</source>
        <translation>テンプレート %1 の名前を変更する</translation>
    </message>
    <message>
        <source>there is a file %1</source>
        <translation>ファイル %1 があります</translation>
    </message>
    <message>
        <source>Another template has that name.</source>
        <translation>その名前は別のテンプレートが使っています。</translation>
    </message>
    <message>
        <source>Choose another name, or delete the other one first.</source>
        <translation>別の名前を選ぶか、先にもう一方を削除してください。</translation>
    </message>
</context>
<context>
    <name>client::Tls</name>
    <message>
        <source>read %1</source>
        <translation>%1 を読み込む</translation>
    </message>
    <message>
        <source>Choose another file in the settings of the connection.</source>
        <translation>接続の設定で別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>ファイルを読み込めません。</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>証明書なし</translation>
    </message>
    <message>
        <source>That is no file of PEM certificates.</source>
        <translation>PEM 証明書のファイルではありません。</translation>
    </message>
    <message>
        <source>no private key, or a locked one</source>
        <translation>秘密鍵がないか、ロックされています</translation>
    </message>
    <message>
        <source>The private key of a certificate must be PEM without a pass phrase.</source>
        <translation>証明書の秘密鍵は、パスフレーズなしの PEM でなければなりません。</translation>
    </message>
    <message>
        <source>The certificate of %1 comes from %2, and nothing on this machine vouches for that.</source>
        <translation>%1 の証明書は %2 が発行したもので、このマシンにはそれを保証するものがありません。</translation>
    </message>
    <message>
        <source>Give the connection the CA file of your organization, or compare the fingerprint with the administrator and pin the certificate.</source>
        <translation>接続に組織の CA ファイルを指定するか、フィンガープリントを管理者と照合して証明書を固定してください。</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate.</source>
        <translation>新しい証明書を管理者に依頼してください。</translation>
    </message>
    <message>
        <source>The certificate of %1 was good until %4.</source>
        <translation>%1 の証明書の有効期限は %4 まででした。</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate; if it should still be good, set the clock of this machine.</source>
        <translation>新しい証明書を管理者に依頼してください。まだ有効なはずであれば、このマシンの時計を合わせてください。</translation>
    </message>
    <message>
        <source>The certificate of %1 is good from %3 only.</source>
        <translation>%1 の証明書は %3 から有効です。</translation>
    </message>
    <message>
        <source>Set the clock of this machine, or ask the administrator for a new certificate.</source>
        <translation>このマシンの時計を合わせるか、新しい証明書を管理者に依頼してください。</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked.</source>
        <translation>%1 の証明書は失効しています。</translation>
    </message>
    <message>
        <source>The certificate of %1 is known to be in the wrong hands.</source>
        <translation>%1 の証明書は、悪意のある者の手に渡っていることが知られています。</translation>
    </message>
    <message>
        <source>The certificate is for %5, and not for the host of this connection.</source>
        <translation>証明書は %5 のもので、この接続のホストのものではありません。</translation>
    </message>
    <message>
        <source>Use a name from the certificate as address, or pin the certificate after comparing its fingerprint.</source>
        <translation>証明書にある名前をアドレスに使うか、フィンガープリントを照合してから証明書を固定してください。</translation>
    </message>
    <message>
        <source>The certificate of %1 is signed by nobody but itself.</source>
        <translation>%1 の証明書は自己署名です。</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the administrator and pin the certificate, or choose its file as CA file.</source>
        <translation>フィンガープリントを管理者と照合して証明書を固定するか、そのファイルを CA ファイルとして選んでください。</translation>
    </message>
    <message>
        <source>%2 signed the certificate of %1 without being allowed to.</source>
        <translation>%2 は、許可なく %1 の証明書に署名しています。</translation>
    </message>
    <message>
        <source>The certificate of %1 is not one for servers.</source>
        <translation>%1 の証明書はサーバー用ではありません。</translation>
    </message>
    <message>
        <source>The server sent no certificate.</source>
        <translation>サーバーが証明書を送りませんでした。</translation>
    </message>
    <message>
        <source>That port does not speak TLS, probably plain http.</source>
        <translation>そのポートは TLS ではありません。おそらく平文の http です。</translation>
    </message>
    <message>
        <source>Use http:// in the address, or the port for https.</source>
        <translation>アドレスに http:// を使うか、https のポートを使ってください。</translation>
    </message>
    <message>
        <source>The key of the server&apos;s certificate is too short to be safe.</source>
        <translation>サーバーの証明書の鍵が短すぎ、安全ではありません。</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed in a way that is no longer safe.</source>
        <translation>サーバーの証明書の署名方式は、もう安全ではありません。</translation>
    </message>
    <message>
        <source>The server wants a client certificate.</source>
        <translation>サーバーがクライアント証明書を求めています。</translation>
    </message>
    <message>
        <source>Choose one, with its key, in the settings of the connection.</source>
        <translation>接続の設定で、証明書とその鍵を選んでください。</translation>
    </message>
    <message>
        <source>The server speaks only versions of TLS that are no longer safe.</source>
        <translation>サーバーが話す TLS のバージョンは、もう安全ではないものだけです。</translation>
    </message>
    <message>
        <source>Ask the administrator to switch TLS 1.2 or 1.3 on.</source>
        <translation>TLS 1.2 または 1.3 を有効にするよう管理者に依頼してください。</translation>
    </message>
    <message>
        <source>The server does not trust our client certificate.</source>
        <translation>サーバーはこちらのクライアント証明書を信頼していません。</translation>
    </message>
    <message>
        <source>Choose another one in the settings of the connection.</source>
        <translation>接続の設定で別の証明書を選んでください。</translation>
    </message>
    <message>
        <source>The server does not take our client certificate.</source>
        <translation>サーバーはこちらのクライアント証明書を受け付けません。</translation>
    </message>
    <message>
        <source>The server hung up while the connection was being secured. It may not speak TLS.</source>
        <translation>接続を保護している途中でサーバーが切断しました。TLS に対応していない可能性があります。</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>ポートと、http と https のどちらが必要かを確認してください。</translation>
    </message>
    <message>
        <source>(nameless)</source>
        <translation>(名前なし)</translation>
    </message>
    <message>
        <source>certificate %1 of %2: </source>
        <translation>証明書 %1/%2: </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>No trusted connection: the server&apos;s certificate was not accepted.</source>
        <translation>信頼できる接続ではありません。サーバーの証明書が受け入れられませんでした。</translation>
    </message>
    <message>
        <source>Check the address, and add the server&apos;s certificate authority to the connection.</source>
        <translation>アドレスを確認し、サーバーの認証局を接続に加えてください。</translation>
    </message>
    <message>
        <source>a certificate with another fingerprint than the pinned one</source>
        <translation>固定されたものとはフィンガープリントが異なる証明書</translation>
    </message>
    <message>
        <source>This is not the certificate that was pinned: it was renewed, or somebody is in between.</source>
        <translation>固定された証明書ではありません。更新されたか、誰かが間に入っています。</translation>
    </message>
    <message>
        <source>Compare the new fingerprint with the administrator before you pin it.</source>
        <translation>固定する前に、新しいフィンガープリントを管理者と照合してください。</translation>
    </message>
    <message>
        <source>Its key is also too short to be safe.</source>
        <translation>鍵も短すぎ、安全ではありません。</translation>
    </message>
    <message>
        <source>%1, by %2, until %3, SHA-256 %4</source>
        <translation>%1、発行者 %2、期限 %3、SHA-256 %4</translation>
    </message>
</context>
<context>
    <name>client::Toolbox</name>
    <message>
        <source>makes and runs the cluster</source>
        <translation>クラスターを作り、動かします</translation>
    </message>
    <message>
        <source>shows what runs in it</source>
        <translation>中で動いているものを表示します</translation>
    </message>
    <message>
        <source>installs Dispatch in it</source>
        <translation>中に Dispatch をインストールします</translation>
    </message>
    <message>
        <source>the installer of Dispatch</source>
        <translation>Dispatch のインストーラー</translation>
    </message>
    <message>
        <source>makes certificates for Dispatch</source>
        <translation>Dispatch 用の証明書を作ります</translation>
    </message>
    <message>
        <source>can carry the cluster as a container</source>
        <translation>クラスターをコンテナーとして載せられます</translation>
    </message>
    <message>
        <source>can carry the cluster as a machine</source>
        <translation>クラスターを仮想マシンとして載せられます</translation>
    </message>
    <message>
        <source>ask %1 for its version</source>
        <translation>%1 にバージョンを問い合わせる</translation>
    </message>
    <message>
        <source>sudo apt install %1</source>
        <translation>sudo apt install %1</translation>
    </message>
    <message>
        <source>get it from %1</source>
        <translation>%1 から入手してください</translation>
    </message>
</context>
<context>
    <name>client::Undo</name>
    <message>
        <source>take back the change of %1</source>
        <translation>%1 の変更を元に戻す</translation>
    </message>
    <message>
        <source>take changes back</source>
        <translation>変更を元に戻す</translation>
    </message>
    <message>
        <source>The values that the secret %1 had are gone: they are never written to the disk. It can come back only with its keys.</source>
        <translation>シークレット %1 が持っていた値は失われました。値がディスクに書き込まれることはありません。戻せるのはキーだけです。</translation>
    </message>
    <message>
        <source>This console does not know the kind %1.</source>
        <translation>このコンソールは種類 %1 を知りません。</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the deleted one cannot be made again from here. Create it from its file.</source>
        <translation>どのサーバーも関数のソースを返さないため、削除したものをここから作り直すことはできません。ファイルから作成してください。</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the one before cannot be brought back from here. Save the function again from its file.</source>
        <translation>どのサーバーも関数のソースを返さないため、以前のものをここから戻すことはできません。関数をファイルからもう一度保存してください。</translation>
    </message>
</context>
<context>
    <name>client::WorkloadWatch</name>
    <message>
        <source>all namespaces</source>
        <translation>すべての名前空間</translation>
    </message>
    <message>
        <source>list the pods of %1</source>
        <translation>%1 の Pod を一覧する</translation>
    </message>
    <message>
        <source>list the events of %1</source>
        <translation>%1 のイベントを一覧する</translation>
    </message>
    <message>
        <source>list the namespaces</source>
        <translation>名前空間を一覧する</translation>
    </message>
    <message>
        <source>list the nodes</source>
        <translation>ノードを一覧する</translation>
    </message>
</context>
<context>
    <name>models::ClusterFailure</name>
    <message>
        <source>This minikube is too new for that version of Kubernetes.</source>
        <translation>この minikube は、そのバージョンの Kubernetes には新しすぎます。</translation>
    </message>
    <message>
        <source>Choose a newer Kubernetes; for Kubernetes 1.15 take minikube v1.24.0 or older.</source>
        <translation>より新しい Kubernetes を選んでください。Kubernetes 1.15 には minikube v1.24.0 以前を使ってください。</translation>
    </message>
    <message>
        <source>A cluster cannot go back to an older Kubernetes.</source>
        <translation>クラスターを古い Kubernetes に戻すことはできません。</translation>
    </message>
    <message>
        <source>Delete this cluster and create it again with that version, create a second one, or start it with the version it has.</source>
        <translation>このクラスターを削除してそのバージョンで作り直すか、2 つ目を作成するか、今のバージョンで起動してください。</translation>
    </message>
    <message>
        <source>The cluster is paused.</source>
        <translation>クラスターは一時停止中です。</translation>
    </message>
    <message>
        <source>Unpause it first.</source>
        <translation>先に一時停止を解除してください。</translation>
    </message>
    <message>
        <source>Kubernetes itself did not come up.</source>
        <translation>Kubernetes そのものが起動しませんでした。</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, the logs say why, or delete it and create it anew.</source>
        <translation>もう一度起動してください。それでもだめな場合は、ログで理由を確認するか、削除して新しく作成してください。</translation>
    </message>
    <message>
        <source>This machine has less memory than that.</source>
        <translation>このマシンのメモリーはそれより少ないです。</translation>
    </message>
    <message>
        <source>Give the cluster less memory.</source>
        <translation>クラスターのメモリーを減らしてください。</translation>
    </message>
    <message>
        <source>This machine does not have what was asked for.</source>
        <translation>このマシンには、求められたものがありません。</translation>
    </message>
    <message>
        <source>Ask for less.</source>
        <translation>求める量を減らしてください。</translation>
    </message>
    <message>
        <source>The memory does not fit: too little, or more than there is.</source>
        <translation>メモリーが合いません。少なすぎるか、実際の量を超えています。</translation>
    </message>
    <message>
        <source>Choose another amount of memory.</source>
        <translation>別のメモリー量を選んでください。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>ディスクがいっぱいです。</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>空き容量を増やしてから、もう一度起動してください。</translation>
    </message>
    <message>
        <source>minikube may not use a file or device it needs.</source>
        <translation>minikube が必要なファイルまたはデバイスを使えません。</translation>
    </message>
    <message>
        <source>Check who owns the files it names.</source>
        <translation>示されたファイルの所有者を確認してください。</translation>
    </message>
    <message>
        <source>There are fewer processors than that.</source>
        <translation>プロセッサーの数がそれより少ないです。</translation>
    </message>
    <message>
        <source>Give the cluster fewer processors, or at least the two it needs.</source>
        <translation>クラスターのプロセッサーを減らしてください。ただし最低 2 つは必要です。</translation>
    </message>
    <message>
        <source>kubeconfig cannot be written.</source>
        <translation>kubeconfig に書き込めません。</translation>
    </message>
    <message>
        <source>Make ~/.kube and its files yours: sudo chown -R $USER ~/.kube.</source>
        <translation>~/.kube とその中のファイルを自分の所有にしてください: sudo chown -R $USER ~/.kube。</translation>
    </message>
    <message>
        <source>This machine cannot run virtual machines, or that is switched off.</source>
        <translation>このマシンは仮想マシンを動かせないか、その機能が無効になっています。</translation>
    </message>
    <message>
        <source>Switch virtualisation on in the firmware, or use a container driver such as docker.</source>
        <translation>ファームウェアで仮想化を有効にするか、docker などのコンテナードライバーを使ってください。</translation>
    </message>
    <message>
        <source>Something on this machine is in the way.</source>
        <translation>このマシンの何かが妨げになっています。</translation>
    </message>
    <message>
        <source>Mend what minikube names, then start again.</source>
        <translation>minikube が示すものを直してから、もう一度起動してください。</translation>
    </message>
    <message>
        <source>Something could not be fetched from the network.</source>
        <translation>ネットワークから取得できないものがありました。</translation>
    </message>
    <message>
        <source>Check the network, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then start again.</source>
        <translation>ネットワークと、HTTP_PROXY、HTTPS_PROXY、NO_PROXY を確認してから、もう一度起動してください。</translation>
    </message>
    <message>
        <source>Nothing on this machine can carry the cluster with that driver.</source>
        <translation>そのドライバーでクラスターを載せられるものが、このマシンにありません。</translation>
    </message>
    <message>
        <source>Install Docker, or choose another driver.</source>
        <translation>Docker をインストールするか、別のドライバーを選んでください。</translation>
    </message>
    <message>
        <source>This driver must not be used as this user.</source>
        <translation>このユーザーではこのドライバーを使えません。</translation>
    </message>
    <message>
        <source>Start the console as a user that is not root, or use another driver.</source>
        <translation>root ではないユーザーでコンソールを起動するか、別のドライバーを使ってください。</translation>
    </message>
    <message>
        <source>The driver does not work.</source>
        <translation>ドライバーが動きません。</translation>
    </message>
    <message>
        <source>Choose another driver.</source>
        <translation>別のドライバーを選んでください。</translation>
    </message>
    <message>
        <source>What carries the cluster does not run.</source>
        <translation>クラスターを載せるものが動いていません。</translation>
    </message>
    <message>
        <source>Start it (for Docker: sudo systemctl start docker), then try again.</source>
        <translation>起動してから(Docker の場合: sudo systemctl start docker)、もう一度お試しください。</translation>
    </message>
    <message>
        <source>What should carry the cluster is not installed.</source>
        <translation>クラスターを載せるものがインストールされていません。</translation>
    </message>
    <message>
        <source>Install it, or choose another driver.</source>
        <translation>インストールするか、別のドライバーを選んでください。</translation>
    </message>
    <message>
        <source>You may not use what should carry the cluster.</source>
        <translation>クラスターを載せるものの使用が許可されていません。</translation>
    </message>
    <message>
        <source>For Docker: sudo usermod -aG docker $USER, then sign in to the desktop again.</source>
        <translation>Docker の場合: sudo usermod -aG docker $USER を実行し、デスクトップにもう一度サインインしてください。</translation>
    </message>
    <message>
        <source>What carries the cluster does not work.</source>
        <translation>クラスターを載せるものが正しく動きません。</translation>
    </message>
    <message>
        <source>Look at it with its own tools, then try again.</source>
        <translation>それ自身のツールで確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The network between this machine and the cluster does not work.</source>
        <translation>このマシンとクラスターの間のネットワークが正しく動きません。</translation>
    </message>
    <message>
        <source>Check VPN and firewall, then start again.</source>
        <translation>VPN とファイアウォールを確認してから、もう一度起動してください。</translation>
    </message>
    <message>
        <source>The cluster was made with another driver.</source>
        <translation>クラスターは別のドライバーで作られています。</translation>
    </message>
    <message>
        <source>Start it with its own driver, or delete it and create it again.</source>
        <translation>元のドライバーで起動するか、削除して作り直してください。</translation>
    </message>
    <message>
        <source>The cluster does not run.</source>
        <translation>クラスターは動いていません。</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>先に起動してください。</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>そのようなプロファイルはもうありません。</translation>
    </message>
    <message>
        <source>Somebody deleted it; create it again if you want it.</source>
        <translation>誰かが削除しました。必要なら作り直してください。</translation>
    </message>
    <message>
        <source>The machine of the cluster could not be made or started.</source>
        <translation>クラスターのマシンを作成または起動できませんでした。</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, delete it and create it anew.</source>
        <translation>もう一度起動してください。それでもだめな場合は、削除して新しく作成してください。</translation>
    </message>
    <message>
        <source>The container runtime in the cluster does not work.</source>
        <translation>クラスターのコンテナーランタイムが正しく動きません。</translation>
    </message>
    <message>
        <source>Save the logs and look there, or create it with another runtime.</source>
        <translation>ログを保存して確認するか、別のランタイムで作成してください。</translation>
    </message>
    <message>
        <source>A tunnel runs already.</source>
        <translation>トンネルがすでに動いています。</translation>
    </message>
    <message>
        <source>Use that one, or end it where it was started.</source>
        <translation>それを使うか、始めた場所で終わらせてください。</translation>
    </message>
    <message>
        <source>minikube does not take one of the settings.</source>
        <translation>minikube が設定の 1 つを受け付けません。</translation>
    </message>
    <message>
        <source>Change the setting it names.</source>
        <translation>示された設定を変更してください。</translation>
    </message>
    <message>
        <source>minikube was killed.</source>
        <translation>minikube が強制終了されました。</translation>
    </message>
    <message>
        <source>Look at the state, then try again.</source>
        <translation>状態を確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>minikube could not do it.</source>
        <translation>minikube は実行できませんでした。</translation>
    </message>
    <message>
        <source>Read what it said; its logs say more.</source>
        <translation>その出力を読んでください。ログにはさらに詳しい内容があります。</translation>
    </message>
</context>
<context>
    <name>models::ClusterFix</name>
    <message>
        <source>Start the cluster</source>
        <translation>クラスターを起動</translation>
    </message>
    <message>
        <source>Create a cluster…</source>
        <translation>クラスターを作成…</translation>
    </message>
    <message>
        <source>Choose dispatch…</source>
        <translation>dispatch を選ぶ…</translation>
    </message>
    <message>
        <source>Choose helm…</source>
        <translation>helm を選ぶ…</translation>
    </message>
    <message>
        <source>Choose kubectl…</source>
        <translation>kubectl を選ぶ…</translation>
    </message>
    <message>
        <source>Choose minikube…</source>
        <translation>minikube を選ぶ…</translation>
    </message>
    <message>
        <source>Choose openssl…</source>
        <translation>openssl を選ぶ…</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>Use today&apos;s repositories</source>
        <translation>現在のリポジトリを使う</translation>
    </message>
    <message>
        <source>Use its address</source>
        <translation>そのアドレスを使う</translation>
    </message>
    <message>
        <source>Use the local Dispatch</source>
        <translation>ローカル Dispatch を使う</translation>
    </message>
    <message>
        <source>To the settings</source>
        <translation>設定へ</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>アンインストール…</translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation>Pod を表示</translation>
    </message>
</context>
<context>
    <name>models::ClusterProfile</name>
    <message>
        <source>minikube answered something that is none of its known answers.</source>
        <translation>minikube の応答が、知られているどの応答でもありません。</translation>
    </message>
    <message>
        <source>Check that the tool is minikube, and its version.</source>
        <translation>ツールが minikube であることと、そのバージョンを確認してください。</translation>
    </message>
    <message>
        <source>list the profiles of minikube</source>
        <translation>minikube のプロファイルを一覧する</translation>
    </message>
    <message>
        <source>minikube cannot read its own files, most likely kubeconfig.</source>
        <translation>minikube が自分のファイル(おそらく kubeconfig)を読み込めません。</translation>
    </message>
    <message>
        <source>Check the file that KUBECONFIG names, or ~/.kube/config: is it YAML, and yours?</source>
        <translation>KUBECONFIG が示すファイルか ~/.kube/config を確認してください。YAML で、自分の所有になっていますか?</translation>
    </message>
    <message>
        <source>ask minikube for the state</source>
        <translation>minikube に状態を問い合わせる</translation>
    </message>
    <message>
        <source>A name has at least two letters.</source>
        <translation>名前は 2 文字以上です。</translation>
    </message>
    <message>
        <source>Letters, digits, - and . only; it begins and ends with a letter or a digit.</source>
        <translation>使えるのは英数字、-、. だけで、英字か数字で始まり、英字か数字で終わります。</translation>
    </message>
    <message>
        <source>minikube keeps this word for itself.</source>
        <translation>この語は minikube が自分で使います。</translation>
    </message>
</context>
<context>
    <name>models::ClusterState</name>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>minikube has not said yet how it is.</source>
        <translation>minikube がまだ状態を示していません。</translation>
    </message>
    <message>
        <source>nonexistent</source>
        <translation>存在しない</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>そのようなプロファイルはもうありません。</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>Its settings cannot be read: a start that never got far leaves this behind. Delete it.</source>
        <translation>設定を読み込めません。起動が早い段階で止まるとこうなります。削除してください。</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>起動中</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>停止処理中</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>一時停止処理中</translation>
    </message>
    <message>
        <source>unpausing</source>
        <translation>一時停止の解除中</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>削除中</translation>
    </message>
    <message>
        <source>starting elsewhere</source>
        <translation>別の場所で起動中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start it to see what runs in it.</source>
        <translation>中で動くものを見るには起動してください。</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Kubernetes itself is paused; what runs in other namespaces, Dispatch too, goes on without it.</source>
        <translation>Kubernetes 自体が一時停止しています。Dispatch を含む、ほかの名前空間のものは動き続けます。</translation>
    </message>
    <message>
        <source>machine missing</source>
        <translation>マシンなし</translation>
    </message>
    <message>
        <source>Its machine or container was removed without minikube. Start makes a new one; what was in the old one is gone.</source>
        <translation>マシンまたはコンテナーが minikube を使わずに削除されました。起動すると新しく作られますが、古い中身は失われています。</translation>
    </message>
    <message>
        <source>driver down</source>
        <translation>ドライバー停止</translation>
    </message>
    <message>
        <source>What carries its machine (Docker, for example) does not answer. Start that first.</source>
        <translation>マシンを載せるもの(Docker など)が応答しません。先にそれを起動してください。</translation>
    </message>
    <message>
        <source>disk full</source>
        <translation>ディスク満杯</translation>
    </message>
    <message>
        <source>The disk of its machine is full. Remove images there (minikube ssh -- docker system prune), or create it again with a larger disk.</source>
        <translation>マシンのディスクがいっぱいです。そこでイメージを削除するか(minikube ssh -- docker system prune)、より大きなディスクで作り直してください。</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>機能低下</translation>
    </message>
    <message>
        <source>The machine runs, but Kubernetes does not answer well. Starting it again often helps; its logs say why.</source>
        <translation>マシンは動いていますが、Kubernetes の応答が良くありません。もう一度起動すると直ることがよくあります。理由はログにあります。</translation>
    </message>
    <message>
        <source>misconfigured</source>
        <translation>設定の誤り</translation>
    </message>
    <message>
        <source>The cluster is well, but kubeconfig points to another address. Repair the context.</source>
        <translation>クラスターは正常ですが、kubeconfig が別のアドレスを指しています。コンテキストを修復してください。</translation>
    </message>
    <message>
        <source>It is being started outside of this console, or that was given up half way. Wait until it is done, or start it here.</source>
        <translation>このコンソールの外で起動中か、途中で中止されました。終わるまで待つか、ここで起動してください。</translation>
    </message>
</context>
<context>
    <name>models::CreatePlan</name>
    <message>
        <source>A version looks like v1.31.0.</source>
        <translation>バージョンは v1.31.0 のような形です。</translation>
    </message>
    <message>
        <source>minikube %1 takes Kubernetes from %2 on. For %3 use minikube v1.24.0.</source>
        <translation>minikube %1 は Kubernetes %2 以降に対応しています。%3 には minikube v1.24.0 を使ってください。</translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 processors.</source>
        <translation>Kubernetes には最低 %1 個のプロセッサーが必要です。</translation>
    </message>
    <message numerus="yes">
        <source>This machine has %n processors.</source>
        <translation>
            <numerusform>このマシンのプロセッサーは %n 個です。</numerusform>
        </translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 MB.</source>
        <translation>Kubernetes には最低 %1 MB が必要です。</translation>
    </message>
    <message>
        <source>This machine has %1 MB.</source>
        <translation>このマシンには %1 MB あります。</translation>
    </message>
    <message>
        <source>That leaves next to nothing for everything else on this machine.</source>
        <translation>このマシンのほかのすべてに、ほとんど何も残りません。</translation>
    </message>
    <message>
        <source>Images and data need at least %1 MB.</source>
        <translation>イメージとデータには最低 %1 MB が必要です。</translation>
    </message>
    <message>
        <source>Only %1 MB are free; the disk grows as it is used, and may fill up.</source>
        <translation>空きは %1 MB だけです。ディスクは使うにつれて大きくなり、いっぱいになる可能性があります。</translation>
    </message>
    <message>
        <source>From 1 to %1 nodes.</source>
        <translation>1 から %1 ノードまで。</translation>
    </message>
    <message>
        <source>There is a profile of this name.</source>
        <translation>この名前のプロファイルがあります。</translation>
    </message>
    <message>
        <source>Choose what carries the cluster.</source>
        <translation>クラスターを載せるものを選んでください。</translation>
    </message>
</context>
<context>
    <name>models::CronSchedule</name>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>時</translation>
    </message>
    <message>
        <source>day of month</source>
        <translation>日</translation>
    </message>
    <message>
        <source>month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>day of week</source>
        <translation>曜日</translation>
    </message>
    <message>
        <source>The schedule is empty</source>
        <translation>スケジュールが空です</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s</source>
        <translation>「%1」は使えません。使えるのは @yearly、@monthly、@weekly、@daily、@hourly、@every 10s です</translation>
    </message>
    <message>
        <source>A time zone cannot be given; schedules are in UTC</source>
        <translation>タイムゾーンは指定できません。スケジュールは UTC です</translation>
    </message>
    <message>
        <source>Expected 5 to 6 fields, found %1</source>
        <translation>5 から 6 個の欄が必要ですが、%1 個あります</translation>
    </message>
    <message>
        <source>A number is missing in the %1 field</source>
        <translation>%1 の欄に数値がありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a value for the %2 field</source>
        <translation>「%1」は %2 の欄の値ではありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one slash</source>
        <translation>「%1」にスラッシュが 2 つ以上あります</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one hyphen</source>
        <translation>「%1」にハイフンが 2 つ以上あります</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is out of range: the %2 field goes from %3 to %4</source>
        <translation>「%1」は範囲外です。%2 の欄は %3 から %4 までです</translation>
    </message>
    <message>
        <source>&quot;%1&quot; begins after its end</source>
        <translation>「%1」は始まりが終わりより後になっています</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a step of zero</source>
        <translation>「%1」の間隔が 0 です</translation>
    </message>
    <message>
        <source>The %1 field is empty</source>
        <translation>%1 の欄が空です</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a duration; write it as 10s, 5m or 1h30m</source>
        <translation>「%1」は時間の長さではありません。10s、5m、1h30m のように書いてください</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is longer than the 292 years a duration can hold</source>
        <translation>「%1」は、表せる長さの上限である 292 年を超えています</translation>
    </message>
</context>
<context>
    <name>models::DriverCatalogue</name>
    <message>
        <source>read the catalogue of driver types</source>
        <translation>ドライバータイプのカタログを読み込む</translation>
    </message>
    <message>
        <source>The catalogue that came with the program is damaged.</source>
        <translation>プログラムに付属のカタログが壊れています。</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>プログラムをインストールし直してください。</translation>
    </message>
    <message>
        <source>a setting without a key</source>
        <translation>キーのない設定</translation>
    </message>
    <message>
        <source>the setting %1 has no known type</source>
        <translation>設定 %1 の型が不明です</translation>
    </message>
    <message>
        <source>the group %1 names the unknown setting %2</source>
        <translation>グループ %1 に不明な設定 %2 があります</translation>
    </message>
    <message>
        <source>an entry without a name or an image</source>
        <translation>名前またはイメージのない項目</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>リストではない JSON</translation>
    </message>
    <message>
        <source>Listens to a vCenter server and passes on what happens to virtual machines, hosts and datastores.</source>
        <translation>vCenter サーバーを監視し、仮想マシン、ホスト、データストアで起きたことを伝えます。</translation>
    </message>
    <message>
        <source>User, password and address in one line: user:password@host, with a port if it is not 443. Write %, #, /, ? and spaces as percent codes.</source>
        <translation>ユーザー、パスワード、アドレスを 1 行で書きます: user:password@host。ポートが 443 でなければポートも付けます。%、#、/、?、空白はパーセントコードで書いてください。</translation>
    </message>
    <message>
        <source>Only the name or address of the vCenter server. For newer builds of the driver, instead of the line above.</source>
        <translation>vCenter サーバーの名前またはアドレスだけ。新しいビルドのドライバーで、上の行の代わりに使います。</translation>
    </message>
    <message>
        <source>Who to sign in as. Special characters as percent codes.</source>
        <translation>サインインするユーザー。特殊文字はパーセントコードで書きます。</translation>
    </message>
    <message>
        <source>The password of that user. Special characters as percent codes.</source>
        <translation>そのユーザーのパスワード。特殊文字はパーセントコードで書きます。</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver, with its content.</source>
        <translation>すべてのイベントを、内容とともにドライバーのログに書き込みます。</translation>
    </message>
    <message>
        <source>Receives events that Azure Event Grid pushes to the address of the driver.</source>
        <translation>Azure Event Grid がドライバーのアドレスに送るイベントを受け取ります。</translation>
    </message>
    <message>
        <source>Fetches CloudWatch events of an AWS account through a queue that it sets up itself.</source>
        <translation>AWS アカウントの CloudWatch イベントを、自ら用意するキューを通じて取得します。</translation>
    </message>
    <message>
        <source>The id of an AWS access key. The driver takes it only from a secret.</source>
        <translation>AWS アクセスキーの ID。ドライバーはシークレットからだけ受け取ります。</translation>
    </message>
    <message>
        <source>The secret half of the access key. Session tokens and instance roles do not work.</source>
        <translation>アクセスキーの秘密の部分。セッショントークンとインスタンスロールは使えません。</translation>
    </message>
    <message>
        <source>The AWS region to listen in.</source>
        <translation>監視する AWS リージョン。</translation>
    </message>
    <message>
        <source>A JSON list of CloudWatch patterns; each becomes one rule. A mistake here only shows in the log: then nothing arrives.</source>
        <translation>CloudWatch パターンの JSON リスト。それぞれが 1 つのルールになります。誤りはログにしか現れず、その場合は何も届きません。</translation>
    </message>
    <message>
        <source>A CloudWatch schedule in UTC, at most once a minute: rate(5 minutes) or cron(…).</source>
        <translation>UTC の CloudWatch スケジュール。多くても 1 分に 1 回です: rate(5 minutes) または cron(…)。</translation>
    </message>
    <message>
        <source>How the name of the queue begins; a random part is added.</source>
        <translation>キューの名前の先頭。ランダムな部分が付け加えられます。</translation>
    </message>
    <message>
        <source>Seconds between two looks into the queue, at least 1. Each look takes up to ten messages.</source>
        <translation>キューを確認する間隔の秒数(1 以上)。1 回に最大 10 件のメッセージを取り出します。</translation>
    </message>
    <message>
        <source>Goes into the source of every event.</source>
        <translation>すべてのイベントの source に入ります。</translation>
    </message>
    <message>
        <source>Removes the queue and the rules when the driver is asked to stop. A driver that is killed leaves them behind.</source>
        <translation>ドライバーが停止を求められたときに、キューとルールを削除します。強制終了されたドライバーはそれらを残します。</translation>
    </message>
    <message>
        <source>Empties the queue without sending any event on.</source>
        <translation>イベントを送らずにキューを空にします。</translation>
    </message>
    <message>
        <source>Sends an event at set times.</source>
        <translation>決まった時刻にイベントを送ります。</translation>
    </message>
    <message>
        <source>When to fire, in UTC. Seconds come first: second, minute, hour, day, month and, if you like, weekday; or @every 10s, @hourly, @daily.</source>
        <translation>発火する時刻(UTC)。秒から始めて、秒、分、時、日、月、必要なら曜日の順に書くか、@every 10s、@hourly、@daily とします。</translation>
    </message>
    <message>
        <source>Goes into the source of every event. Left empty, each start makes up its own.</source>
        <translation>すべてのイベントの source に入ります。空の場合は、起動のたびに独自のものが作られます。</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver.</source>
        <translation>すべてのイベントをドライバーのログに書き込みます。</translation>
    </message>
    <message>
        <source>Fires without sending.</source>
        <translation>送信せずに発火します。</translation>
    </message>
    <message>
        <source>Gives you an address that takes CloudEvents 0.2 over HTTP from anyone who knows it, without a password.</source>
        <translation>HTTP で CloudEvents 0.2 を受け取るアドレスを用意します。アドレスを知る誰からでも、パスワードなしで受け取ります。</translation>
    </message>
    <message>
        <source>Writes what arrives into the log and sends nothing on.</source>
        <translation>届いたものをログに書き込み、先へは何も送りません。</translation>
    </message>
    <message>
        <source>Sends an event every so many seconds. Good for trying things out.</source>
        <translation>指定した秒数ごとにイベントを送ります。試すのに便利です。</translation>
    </message>
    <message>
        <source>Seconds between two events, at least 1.</source>
        <translation>イベントの間隔の秒数(1 以上)。</translation>
    </message>
    <message>
        <source>Ticks without sending.</source>
        <translation>送信せずに時を刻みます。</translation>
    </message>
</context>
<context>
    <name>models::DriverOpinion</name>
    <message>
        <source>READY, but the cluster has no pod of it.</source>
        <translation>READY ですが、クラスターにその Pod がありません。</translation>
    </message>
    <message>
        <source>Check that this is the cluster of the connection. If it is, update the driver, and Dispatch makes its deployment again.</source>
        <translation>これが接続先のクラスターか確認してください。そうであればドライバーを更新すると、Dispatch が deployment を作り直します。</translation>
    </message>
    <message>
        <source>The cluster has no pod of it.</source>
        <translation>クラスターにその Pod がありません。</translation>
    </message>
    <message>
        <source>The cluster has no pod of it yet.</source>
        <translation>クラスターにその Pod はまだありません。</translation>
    </message>
    <message>
        <source>ERROR, but its pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>ERROR ですが、Pod %1 は動いており、%3 個中 %2 個のコンテナーの準備ができています。</translation>
    </message>
    <message>
        <source>Dispatch may not have looked again yet. If it stays so, update the driver.</source>
        <translation>Dispatch がまだ確認し直していない可能性があります。変わらない場合は、ドライバーを更新してください。</translation>
    </message>
    <message>
        <source>The pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>Pod %1 は動いており、%3 個中 %2 個のコンテナーの準備ができています。</translation>
    </message>
    <message>
        <source>READY, but 0 of %1 pods are available: %2</source>
        <translation>READY ですが、%1 個の Pod のうち使えるものは 0 個です: %2</translation>
    </message>
    <message>
        <source>No pod is available: %1</source>
        <translation>使える Pod がありません: %1</translation>
    </message>
    <message>
        <source>Its pod is still there: %1</source>
        <translation>Pod がまだ残っています: %1</translation>
    </message>
    <message>
        <source>%1, but its pod cannot start: %2</source>
        <translation>%1 ですが、Pod が起動できません: %2</translation>
    </message>
    <message>
        <source>%1, and its pod starts: %2</source>
        <translation>%1 で、Pod は起動中です: %2</translation>
    </message>
    <message>
        <source>The cluster could not be asked: %1</source>
        <translation>クラスターに問い合わせられませんでした: %1</translation>
    </message>
    <message>
        <source>Kubernetes can have no deployment with the name %1: it is longer than %2 letters, or has letters that it may not have.</source>
        <translation>Kubernetes では %1 という名前の deployment を持てません。%2 文字を超えているか、使えない文字があります。</translation>
    </message>
    <message>
        <source>Make a driver with a shorter name, or of a type with a shorter one.</source>
        <translation>より短い名前のドライバーを作るか、より短い名前のタイプを使ってください。</translation>
    </message>
</context>
<context>
    <name>models::Dwell</name>
    <message>
        <source>It starts and fails in turn. Its settings, its secrets or the system it watches are the usual cause: correct them with Edit.</source>
        <translation>起動と失敗を繰り返しています。多くの場合、原因は設定、シークレット、または監視先のシステムです。「編集」で直してください。</translation>
    </message>
    <message>
        <source>It works and fails in turn. See in the Uses tab what changes beneath it.</source>
        <translation>動作と失敗を繰り返しています。土台の何が変わっているかを「使用」タブで確認してください。</translation>
    </message>
    <message>
        <source>This takes unusually long. Delete it again.</source>
        <translation>通常より時間がかかっています。もう一度削除してください。</translation>
    </message>
    <message>
        <source>This takes unusually long. Check the image of its driver type, then save it again with Edit, or delete it.</source>
        <translation>通常より時間がかかっています。ドライバータイプのイメージを確認してから、「編集」でもう一度保存するか、削除してください。</translation>
    </message>
    <message>
        <source>This takes unusually long. Check its language, then save it again with Edit, or delete it.</source>
        <translation>通常より時間がかかっています。言語を確認してから、「編集」でもう一度保存するか、削除してください。</translation>
    </message>
    <message>
        <source>This takes unusually long. Save it again with Edit, or delete it.</source>
        <translation>通常より時間がかかっています。「編集」でもう一度保存するか、削除してください。</translation>
    </message>
    <message>
        <source>Correct its settings or secrets with Edit; saving starts it again.</source>
        <translation>「編集」で設定またはシークレットを直してください。保存すると再び起動します。</translation>
    </message>
    <message>
        <source>Correct the source or the handler with Edit; saving builds it again.</source>
        <translation>「編集」でソースまたはハンドラーを直してください。保存すると再びビルドされます。</translation>
    </message>
    <message>
        <source>Look at the Uses tab for what is missing, then save it again with Edit.</source>
        <translation>「使用」タブで何が足りないかを確認してから、「編集」でもう一度保存してください。</translation>
    </message>
    <message>
        <source>It disappears when the server is done.</source>
        <translation>サーバーの処理が終わると消えます。</translation>
    </message>
    <message>
        <source>Wait a moment; the list is looked at every second meanwhile.</source>
        <translation>しばらくお待ちください。その間、一覧は毎秒更新されます。</translation>
    </message>
</context>
<context>
    <name>models::EventProblems</name>
    <message>
        <source>An event needs an id.</source>
        <translation>イベントには id が必要です。</translation>
    </message>
    <message>
        <source>A time is written as in 2018-09-12T10:11:12.345Z or 2018-09-12T10:11:12+02:00. Leave it empty for the time of sending.</source>
        <translation>時刻は 2018-09-12T10:11:12.345Z や 2018-09-12T10:11:12+02:00 のように書きます。送信時刻を使うには空にしてください。</translation>
    </message>
    <message>
        <source>This is an address as in https://example.com/schema.json, or a path that starts with /. Blanks are written %20.</source>
        <translation>https://example.com/schema.json のようなアドレスか、/ で始まるパスです。空白は %20 と書きます。</translation>
    </message>
    <message>
        <source>This extension needs a name.</source>
        <translation>この拡張属性には名前が必要です。</translation>
    </message>
    <message>
        <source>There is already an extension of this name.</source>
        <translation>この名前の拡張属性はすでにあります。</translation>
    </message>
    <message>
        <source>A JSON value is needed, for example &quot;text&quot;, 1 or true.</source>
        <translation>JSON の値が必要です。例: &quot;text&quot;、1、true。</translation>
    </message>
    <message>
        <source>Choose a file, or another kind of data.</source>
        <translation>ファイルか、別の種類のデータを選んでください。</translation>
    </message>
    <message>
        <source>The file has not been looked at yet. Choose it again.</source>
        <translation>ファイルはまだ確認されていません。もう一度選んでください。</translation>
    </message>
    <message>
        <source>The text holds half of a character (a lone surrogate). It arrives as a replacement character.</source>
        <translation>テキストに半端な文字(孤立サロゲート)があります。置換文字として届きます。</translation>
    </message>
    <message>
        <source>The data is JSON, but the content type says something else. Leave it empty for application/json.</source>
        <translation>データは JSON ですが、コンテントタイプが異なります。application/json にするには空にしてください。</translation>
    </message>
    <message>
        <source>The content type says JSON, but functions receive the data as one string. Choose the JSON mode to send values.</source>
        <translation>コンテントタイプは JSON ですが、関数はデータを 1 つの文字列として受け取ります。値を送るには JSON モードを選んでください。</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, functions do not receive extensions.</source>
        <translation>RabbitMQ がイベントを運ぶ場合、関数は拡張属性を受け取りません。</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, the time is cut to whole seconds.</source>
        <translation>RabbitMQ がイベントを運ぶ場合、時刻は秒単位に切り捨てられます。</translation>
    </message>
    <message>
        <source>Message brokers often refuse more than about 1 MB. The server answers before it finds out.</source>
        <translation>メッセージブローカーは約 1 MB を超えるものをよく拒否します。サーバーはそれが分かる前に応答します。</translation>
    </message>
</context>
<context>
    <name>models::EventTemplate</name>
    <message>
        <source>A text is expected here.</source>
        <translation>ここにはテキストが必要です。</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>ここには true か false が必要です。</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>ここには整数が必要です。</translation>
    </message>
    <message>
        <source>Members with values are expected here, as in &quot;name: value&quot;.</source>
        <translation>ここには &quot;name: value&quot; のような、値を持つメンバーが必要です。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is already above.</source>
        <translation>「%1」はすでに上にあります。</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. It has: %2.</source>
        <translation>テンプレートに「%1」はありません。使えるもの: %2。</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. Did you mean &quot;%2&quot;?</source>
        <translation>テンプレートに「%1」はありません。「%2」のことですか?</translation>
    </message>
    <message>
        <source>A list of &quot;- name: ...&quot; with &quot;value: ...&quot; is expected here.</source>
        <translation>ここには &quot;value: ...&quot; を持つ &quot;- name: ...&quot; のリストが必要です。</translation>
    </message>
    <message>
        <source>A file needs its path.</source>
        <translation>ファイルにはパスが必要です。</translation>
    </message>
    <message>
        <source>The mode is json, text or file.</source>
        <translation>モードは json、text、file のいずれかです。</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>テンプレートには名前が必要です。</translation>
    </message>
    <message>
        <source>There is more than one kind of data. Say which one counts, as in &quot;mode: json&quot;.</source>
        <translation>データの種類が 2 つ以上あります。&quot;mode: json&quot; のように、どれを使うか示してください。</translation>
    </message>
    <message>
        <source>This is not YAML: %1.</source>
        <translation>YAML ではありません: %1。</translation>
    </message>
</context>
<context>
    <name>models::Failure</name>
    <message>
        <source>Tried: %1</source>
        <translation>試みたこと: %1</translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation>返ってきたもの: %1</translation>
    </message>
    <message>
        <source>Meaning: %1</source>
        <translation>意味: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>対処: %1</translation>
    </message>
</context>
<context>
    <name>models::HelmList</name>
    <message>
        <source>What helm listed is not what any of its versions lists.</source>
        <translation>helm の一覧が、helm のどのバージョンの一覧とも異なります。</translation>
    </message>
</context>
<context>
    <name>models::ImportReader</name>
    <message>
        <source>Did you mean %1?</source>
        <translation>%1 のことですか?</translation>
    </message>
    <message>
        <source>A document has to be a list of members such as kind and name.</source>
        <translation>ドキュメントは、kind や name などのメンバーの集まりでなければなりません。</translation>
    </message>
    <message>
        <source>The document has no kind.</source>
        <translation>ドキュメントに kind がありません。</translation>
    </message>
    <message>
        <source>Kinds are: %1.</source>
        <translation>使える種類: %1。</translation>
    </message>
    <message>
        <source>It is called %1 now.</source>
        <translation>今は %1 という名前です。</translation>
    </message>
    <message>
        <source>There is no such kind.</source>
        <translation>そのような種類はありません。</translation>
    </message>
    <message>
        <source>This member is there twice.</source>
        <translation>このメンバーは 2 回あります。</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>どちらか 1 つを残してください。</translation>
    </message>
    <message>
        <source>It is gone: leave it out.</source>
        <translation>廃止されました。取り除いてください。</translation>
    </message>
    <message>
        <source>A %1 has no such member.</source>
        <translation>%1 にそのようなメンバーはありません。</translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation>使えるもの: %1。</translation>
    </message>
    <message>
        <source>A text is expected here.</source>
        <translation>ここにはテキストが必要です。</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>ここには true か false が必要です。</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>ここには整数が必要です。</translation>
    </message>
    <message>
        <source>A list of entries with key and value is expected here.</source>
        <translation>ここには key と value を持つ項目のリストが必要です。</translation>
    </message>
    <message>
        <source>An entry with key and value is expected here.</source>
        <translation>ここには key と value を持つ項目が必要です。</translation>
    </message>
    <message>
        <source>Key and value, a line each, are expected here.</source>
        <translation>ここには、1 行に 1 つずつのキーと値が必要です。</translation>
    </message>
    <message>
        <source>This key is there twice.</source>
        <translation>このキーは 2 回あります。</translation>
    </message>
    <message>
        <source>The value of a secret is a text.</source>
        <translation>シークレットの値はテキストです。</translation>
    </message>
    <message>
        <source>A list of texts is expected here.</source>
        <translation>ここにはテキストのリストが必要です。</translation>
    </message>
    <message>
        <source>The file that the manifest names cannot be read.</source>
        <translation>マニフェストが示すファイルを読み込めません。</translation>
    </message>
    <message>
        <source>This member is missing.</source>
        <translation>このメンバーがありません。</translation>
    </message>
    <message>
        <source>The file has %1; up to %2 are read.</source>
        <translation>ファイルには %1 あります。読み込めるのは %2 までです。</translation>
    </message>
    <message>
        <source>Cut it into several files.</source>
        <translation>複数のファイルに分けてください。</translation>
    </message>
    <message>
        <source>This is no text but something binary.</source>
        <translation>テキストではなくバイナリです。</translation>
    </message>
    <message>
        <source>YAML and JSON are read in UTF-8, or in UTF-16 with a mark.</source>
        <translation>YAML と JSON は、UTF-8 か、BOM 付きの UTF-16 で読み込みます。</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>中に何もありません。</translation>
    </message>
    <message>
        <source>An import is one or more documents with a kind.</source>
        <translation>インポートできるのは、kind を持つ 1 つ以上のドキュメントです。</translation>
    </message>
    <message>
        <source>This %1 occurs a second time; it is in %2 already.</source>
        <translation>この %1 は 2 回目です。すでに %2 にあります。</translation>
    </message>
    <message>
        <source>This alias stands for something that contains the alias.</source>
        <translation>このエイリアスは、エイリアス自身を含むものを指しています。</translation>
    </message>
    <message>
        <source>The file unfolds into more than %1 values, which is the limit.</source>
        <translation>ファイルを展開すると、上限の %1 個を超える値になります。</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels, which is the limit.</source>
        <translation>上限の %1 段より深く入れ子になっています。</translation>
    </message>
    <message>
        <source>There is a tab in the indentation. YAML is indented with spaces.</source>
        <translation>インデントにタブがあります。YAML のインデントには空白を使います。</translation>
    </message>
    <message>
        <source>The lines do not fit together here: look at the indentation, and whether the file is cut off.</source>
        <translation>ここで行のつながりが合いません。インデントと、ファイルが途中で切れていないかを確認してください。</translation>
    </message>
    <message>
        <source>The file ends in the middle of a text. Is it cut off?</source>
        <translation>ファイルがテキストの途中で終わっています。切れていませんか?</translation>
    </message>
    <message>
        <source>A character that cannot stand here. A tab? YAML is indented with spaces.</source>
        <translation>ここでは使えない文字です。タブではありませんか? YAML のインデントには空白を使います。</translation>
    </message>
    <message>
        <source>A colon that cannot stand here: look at the indentation, or put the value in quotes.</source>
        <translation>ここでは使えないコロンです。インデントを確認するか、値を引用符で囲んでください。</translation>
    </message>
    <message>
        <source>This is no YAML: %1.</source>
        <translation>YAML ではありません: %1。</translation>
    </message>
    <message>
        <source>This text has no closing quote. Is the file cut off?</source>
        <translation>このテキストに閉じる引用符がありません。ファイルが切れていませんか?</translation>
    </message>
</context>
<context>
    <name>models::InputCheck</name>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>character %1</source>
        <translation>文字 %1</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 バイト</translation>
    </message>
    <message>
        <source>%1 bytes, SHA-256 %2</source>
        <translation>%1 バイト、SHA-256 %2</translation>
    </message>
</context>
<context>
    <name>models::InstallAdvice</name>
    <message>
        <source>The installer finds no %1.</source>
        <translation>インストーラーが %1 を見つけられません。</translation>
    </message>
    <message>
        <source>Helm 2.17.0 is needed. Install it, or say where it is.</source>
        <translation>Helm 2.17.0 が必要です。インストールするか、場所を指定してください。</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>インストールするか、場所を指定してください。</translation>
    </message>
    <message>
        <source>Install it, or say where it is. It makes the certificates.</source>
        <translation>インストールするか、場所を指定してください。証明書の作成に使います。</translation>
    </message>
    <message>
        <source>The helm that was found is version 3 or newer.</source>
        <translation>見つかった helm はバージョン 3 以降です。</translation>
    </message>
    <message>
        <source>This installer works with helm 2 only: install 2.17.0 and choose it.</source>
        <translation>このインストーラーは helm 2 でのみ動きます。2.17.0 をインストールして選んでください。</translation>
    </message>
    <message>
        <source>Helm 2 has no tiller in this cluster.</source>
        <translation>このクラスターに Helm 2 の tiller がありません。</translation>
    </message>
    <message>
        <source>Run helm init, wait until the pod tiller-deploy is ready, and install again.</source>
        <translation>helm init を実行し、Pod tiller-deploy の準備ができるまで待ってから、もう一度インストールしてください。</translation>
    </message>
    <message>
        <source>Helm is %1, and tiller in the cluster is another version.</source>
        <translation>Helm は %1 ですが、クラスターの tiller は別のバージョンです。</translation>
    </message>
    <message>
        <source>Bring tiller to the version of helm with helm init --upgrade.</source>
        <translation>helm init --upgrade で tiller を helm のバージョンに合わせてください。</translation>
    </message>
    <message>
        <source>This Kubernetes is too new: it has no %1 of the kind that the charts ask for.</source>
        <translation>この Kubernetes は新しすぎます。チャートが求める種類の %1 がありません。</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes v1.15.12: that needs minikube v1.24.0 or older, and a virtual machine or a host with cgroup v1. What was installed already stays.</source>
        <translation>Kubernetes v1.15.12 でクラスターを作成してください。それには minikube v1.24.0 以前と、仮想マシンまたは cgroup v1 のホストが必要です。すでにインストールされたものは残ります。</translation>
    </message>
    <message>
        <source>Tiller may not do what it needs to in this cluster.</source>
        <translation>tiller に、このクラスターで必要な操作をする権限がありません。</translation>
    </message>
    <message>
        <source>Give its account the role cluster-admin.</source>
        <translation>そのアカウントにロール cluster-admin を与えてください。</translation>
    </message>
    <message>
        <source>No release failed: helm printed a warning about its repositories, and the installer takes that for one.</source>
        <translation>失敗したリリースはありません。helm がリポジトリについての警告を出力し、インストーラーがそれを失敗したリリースとみなしています。</translation>
    </message>
    <message>
        <source>Take the old address out of the repositories of helm, and install again.</source>
        <translation>helm のリポジトリから古いアドレスを取り除いて、もう一度インストールしてください。</translation>
    </message>
    <message>
        <source>An earlier try left releases that failed: %1.</source>
        <translation>以前の試行で失敗したリリースが残っています: %1。</translation>
    </message>
    <message>
        <source>Purge them, and install again. Their data goes with them.</source>
        <translation>それらを完全に削除してから、もう一度インストールしてください。データも一緒に削除されます。</translation>
    </message>
    <message>
        <source>The chart repository %1 is gone.</source>
        <translation>チャートリポジトリ %1 はなくなりました。</translation>
    </message>
    <message>
        <source>Let today&apos;s repositories stand in for it, in the advanced settings.</source>
        <translation>詳細設定で、現在のリポジトリを代わりに使ってください。</translation>
    </message>
    <message>
        <source>The charts of Dispatch cannot be fetched from %1.</source>
        <translation>Dispatch のチャートを %1 から取得できません。</translation>
    </message>
    <message>
        <source>Enter another address for them, or a folder with the charts of a checkout of Dispatch.</source>
        <translation>チャートの別のアドレスか、チェックアウトした Dispatch のチャートがあるフォルダーを入力してください。</translation>
    </message>
    <message>
        <source>The chart repository %1 does not answer, or is none.</source>
        <translation>チャートリポジトリ %1 が応答しないか、チャートリポジトリではありません。</translation>
    </message>
    <message>
        <source>Enter another repository for the chart, in the advanced settings.</source>
        <translation>詳細設定で、チャートの別のリポジトリを入力してください。</translation>
    </message>
    <message>
        <source>A chart repository refuses to give its charts.</source>
        <translation>チャートリポジトリがチャートの提供を拒否しています。</translation>
    </message>
    <message>
        <source>The pods of %1 did not become ready in time.</source>
        <translation>%1 の Pod が時間内に準備できませんでした。</translation>
    </message>
    <message>
        <source>Look at what the pods wait for; most often an image cannot be pulled or the memory is not enough. Then purge the release and install again.</source>
        <translation>Pod が何を待っているか確認してください。多くの場合、イメージをプルできないか、メモリーが足りません。その後、リリースを完全に削除して、もう一度インストールしてください。</translation>
    </message>
    <message>
        <source>Kubectl printed a warning, and the installer reads it as a port: %1</source>
        <translation>kubectl が警告を出力し、インストーラーがそれをポートとして読み取っています: %1</translation>
    </message>
    <message>
        <source>Choose a kubectl of about the version of the cluster: 1.14 to 1.16 for Kubernetes 1.15. The release ingress stays behind and is used by the next try.</source>
        <translation>クラスターのバージョンに近い kubectl を選んでください。Kubernetes 1.15 には 1.14 から 1.16 です。リリース ingress は残り、次の試行で使われます。</translation>
    </message>
    <message>
        <source>The install file names no host.</source>
        <translation>インストールファイルにホストがありません。</translation>
    </message>
    <message>
        <source>Enter the address of the cluster for both hosts.</source>
        <translation>両方のホストにクラスターのアドレスを入力してください。</translation>
    </message>
    <message>
        <source>The installer does not take the setting %1.</source>
        <translation>インストーラーが設定 %1 を受け付けません。</translation>
    </message>
    <message>
        <source>Correct it in the settings.</source>
        <translation>設定で直してください。</translation>
    </message>
    <message>
        <source>The installer cannot read the install file %1.</source>
        <translation>インストーラーがインストールファイル %1 を読み込めません。</translation>
    </message>
    <message>
        <source>Check that it is there and that you may read it.</source>
        <translation>ファイルがあること、読み取り権限があることを確認してください。</translation>
    </message>
    <message>
        <source>The install file %1 is not YAML.</source>
        <translation>インストールファイル %1 は YAML ではありません。</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>ファイルを直すか、フォームに入力してください。</translation>
    </message>
    <message>
        <source>The certificate does not name the address of the server.</source>
        <translation>証明書にサーバーのアドレスがありません。</translation>
    </message>
    <message>
        <source>The connection has to take this certificate unchecked, or pinned.</source>
        <translation>接続では、この証明書を検証しないか、固定する必要があります。</translation>
    </message>
    <message>
        <source>The service %1 is not there: a dry run installs nothing, and then asks for what it would have installed.</source>
        <translation>サービス %1 がありません。ドライランは何もインストールせず、その後で、インストールしたはずのものを問い合わせます。</translation>
    </message>
    <message>
        <source>That says nothing about whether an installation works. Use the check above instead.</source>
        <translation>これだけでは、インストールが成功するかどうかは分かりません。代わりに上のチェックを使ってください。</translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation>クラスターが応答しません。</translation>
    </message>
    <message>
        <source>Start it, or wait until it is ready, and install again. If it runs and still does not answer, delete it and create it again.</source>
        <translation>起動するか、準備ができるまで待ってから、もう一度インストールしてください。動いているのに応答しない場合は、削除して作り直してください。</translation>
    </message>
    <message>
        <source>a chart</source>
        <translation>チャート</translation>
    </message>
    <message>
        <source>step %1 of %2, %3</source>
        <translation>手順 %1/%2、%3</translation>
    </message>
    <message>
        <source>The installer gave up.</source>
        <translation>インストーラーが中断しました。</translation>
    </message>
    <message>
        <source>Read what it said. A try that failed may leave releases behind that the next one stumbles over.</source>
        <translation>インストーラーの出力を読んでください。失敗した試行のリリースが残り、次の試行の妨げになることがあります。</translation>
    </message>
    <message>
        <source>The installer said that all is well, and installed nothing.</source>
        <translation>インストーラーは正常と報告しましたが、何もインストールしていません。</translation>
    </message>
    <message>
        <source>It does that for a service that it does not know. Look at what it said, and install again.</source>
        <translation>知らないサービスを指定されるとこうなります。インストーラーの出力を確認して、もう一度インストールしてください。</translation>
    </message>
    <message>
        <source>Only %1 charts were installed.</source>
        <translation>インストールされたチャートは %1 個だけです。</translation>
    </message>
    <message>
        <source>Install again; what is there already stays as it is.</source>
        <translation>もう一度インストールしてください。すでにあるものはそのまま残ります。</translation>
    </message>
    <message>
        <source>exit code 0</source>
        <translation>終了コード 0</translation>
    </message>
    <message>
        <source>The installer said that all is well, but helm says that these are not: %1.</source>
        <translation>インストーラーは正常と報告しましたが、helm によると次のものは正常ではありません: %1。</translation>
    </message>
    <message>
        <source>Purge them, and install again.</source>
        <translation>それらを完全に削除してから、もう一度インストールしてください。</translation>
    </message>
</context>
<context>
    <name>models::InstallFile</name>
    <message>
        <source>read the install file %1</source>
        <translation>インストールファイル %1 を読み込む</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>ファイルを直すか、フォームに入力してください。</translation>
    </message>
    <message>
        <source>It is not YAML.</source>
        <translation>YAML ではありません。</translation>
    </message>
    <message>
        <source>several documents</source>
        <translation>複数のドキュメント</translation>
    </message>
    <message>
        <source>An install file has one document.</source>
        <translation>インストールファイルのドキュメントは 1 つです。</translation>
    </message>
    <message>
        <source>no members</source>
        <translation>メンバーなし</translation>
    </message>
    <message>
        <source>An install file has sections of settings.</source>
        <translation>インストールファイルには設定のセクションがあります。</translation>
    </message>
    <message>
        <source>A host is an IP address, or a name that begins with a letter.</source>
        <translation>ホストは IP アドレスか、英字で始まる名前です。</translation>
    </message>
    <message>
        <source>A port is a number up to 65535.</source>
        <translation>ポートは 65535 までの数です。</translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation>true または false です。</translation>
    </message>
    <message>
        <source>The installer knows %1 only.</source>
        <translation>インストーラーに使えるのは %1 だけです。</translation>
    </message>
    <message>
        <source>An address has a scheme and a host, such as https://example.com.</source>
        <translation>アドレスにはスキームとホストがあります。例: https://example.com。</translation>
    </message>
    <message>
        <source>That is no email address.</source>
        <translation>メールアドレスではありません。</translation>
    </message>
    <message>
        <source>A host is needed; usually the IP address of the cluster.</source>
        <translation>ホストが必要です。通常はクラスターの IP アドレスです。</translation>
    </message>
    <message>
        <source>The installer takes a false for nothing said, and keeps it on. It cannot be turned off here.</source>
        <translation>インストーラーは false を指定なしとみなし、オンのままにします。ここではオフにできません。</translation>
    </message>
    <message>
        <source>A certificate of your own needs the file of its private key.</source>
        <translation>独自の証明書には、その秘密鍵のファイルが必要です。</translation>
    </message>
    <message>
        <source>Without a certificate file the key is not used, and a certificate is made.</source>
        <translation>証明書ファイルがないと鍵は使われず、証明書が作成されます。</translation>
    </message>
    <message>
        <source>A registry needs its name; without one leave user and password empty too, and the one in the cluster is used.</source>
        <translation>レジストリには名前が必要です。使わない場合はユーザーとパスワードも空にしてください。クラスター内のレジストリが使われます。</translation>
    </message>
    <message>
        <source>Only OpenFaaS uses an image pull secret.</source>
        <translation>イメージプルシークレットを使うのは OpenFaaS だけです。</translation>
    </message>
    <message>
        <source>OIDC needs the address of its issuer.</source>
        <translation>OIDC には発行者のアドレスが必要です。</translation>
    </message>
    <message>
        <source>Nobody can sign in until the provider knows this console: enter its client, or turn “No sign-in” on.</source>
        <translation>プロバイダーがこのコンソールを認識するまで、誰もサインインできません。クライアントを入力するか、「サインインなし」をオンにしてください。</translation>
    </message>
    <message>
        <source>That is no name of a namespace.</source>
        <translation>名前空間の名前ではありません。</translation>
    </message>
</context>
<context>
    <name>models::InstallSettings</name>
    <message>
        <source>Host of Dispatch</source>
        <translation>Dispatch のホスト</translation>
    </message>
    <message>
        <source>Host of the API gateway</source>
        <translation>API ゲートウェイのホスト</translation>
    </message>
    <message>
        <source>No sign-in</source>
        <translation>サインインなし</translation>
    </message>
    <message>
        <source>Debug messages</source>
        <translation>デバッグメッセージ</translation>
    </message>
    <message>
        <source>Tracing</source>
        <translation>トレース</translation>
    </message>
    <message>
        <source>Keep data on disk</source>
        <translation>データをディスクに保存</translation>
    </message>
    <message>
        <source>Functions run on</source>
        <translation>関数の実行先</translation>
    </message>
    <message>
        <source>Events travel by</source>
        <translation>イベントの転送手段</translation>
    </message>
    <message>
        <source>Port of Dispatch</source>
        <translation>Dispatch のポート</translation>
    </message>
    <message>
        <source>Ingress is reached by</source>
        <translation>Ingress への到達方法</translation>
    </message>
    <message>
        <source>API gateway is reached by</source>
        <translation>API ゲートウェイへの到達方法</translation>
    </message>
    <message>
        <source>Image host</source>
        <translation>イメージのホスト</translation>
    </message>
    <message>
        <source>Image tag</source>
        <translation>イメージのタグ</translation>
    </message>
    <message>
        <source>Image registry</source>
        <translation>イメージレジストリ</translation>
    </message>
    <message>
        <source>Its user</source>
        <translation>そのユーザー</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>そのパスワード</translation>
    </message>
    <message>
        <source>Its email address</source>
        <translation>そのメールアドレス</translation>
    </message>
    <message>
        <source>Without TLS</source>
        <translation>TLS なし</translation>
    </message>
    <message>
        <source>Image pull secret</source>
        <translation>イメージプルシークレット</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>データベース</translation>
    </message>
    <message>
        <source>Database user</source>
        <translation>データベースのユーザー</translation>
    </message>
    <message>
        <source>Database password</source>
        <translation>データベースのパスワード</translation>
    </message>
    <message>
        <source>Keep the database on disk</source>
        <translation>データベースをディスクに保存</translation>
    </message>
    <message>
        <source>RabbitMQ user</source>
        <translation>RabbitMQ のユーザー</translation>
    </message>
    <message>
        <source>RabbitMQ password</source>
        <translation>RabbitMQ のパスワード</translation>
    </message>
    <message>
        <source>Sign-in provider</source>
        <translation>サインインのプロバイダー</translation>
    </message>
    <message>
        <source>OIDC issuer</source>
        <translation>OIDC の発行者</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>クライアント ID</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>クライアントシークレット</translation>
    </message>
    <message>
        <source>Cookie secret</source>
        <translation>Cookie シークレット</translation>
    </message>
    <message>
        <source>Jaeger</source>
        <translation>Jaeger</translation>
    </message>
    <message>
        <source>Charts of Dispatch</source>
        <translation>Dispatch のチャート</translation>
    </message>
</context>
<context>
    <name>models::Json</name>
    <message>
        <source>read JSON</source>
        <translation>JSON を読み込む</translation>
    </message>
    <message>
        <source>The text is not valid JSON.</source>
        <translation>テキストは正しい JSON ではありません。</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>%1 段より深い入れ子</translation>
    </message>
    <message>
        <source>syntax error at byte %1</source>
        <translation>%1 バイト目に構文エラー</translation>
    </message>
</context>
<context>
    <name>models::JsonKeys</name>
    <message>
        <source>&quot;%1&quot; is already in this object, on line %2. Receivers keep only the last one.</source>
        <translation>「%1」はこのオブジェクトの %2 行目にすでにあります。受け手は最後のものだけを残します。</translation>
    </message>
</context>
<context>
    <name>models::JsonLayout</name>
    <message>
        <source>lay out JSON</source>
        <translation>JSON を整形する</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>%1 行 %2 列: %3</translation>
    </message>
    <message>
        <source>The text is not valid JSON yet.</source>
        <translation>テキストはまだ正しい JSON ではありません。</translation>
    </message>
    <message>
        <source>With its deep nesting on lines of their own the text becomes too large.</source>
        <translation>深い入れ子を行に分けると、テキストが大きくなりすぎます。</translation>
    </message>
    <message>
        <source>Leave it as it is, or make it compact.</source>
        <translation>このままにするか、コンパクトにしてください。</translation>
    </message>
</context>
<context>
    <name>models::JsonText</name>
    <message>
        <source>There is nothing here. A value is needed, for example {}.</source>
        <translation>ここには何もありません。{} などの値が必要です。</translation>
    </message>
    <message>
        <source>The value is complete before this. Remove what follows, or put everything into one array.</source>
        <translation>値はこの前で完結しています。後に続くものを取り除くか、すべてを 1 つの配列に入れてください。</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels. Flatten it.</source>
        <translation>%1 段より深く入れ子になっています。浅くしてください。</translation>
    </message>
    <message>
        <source>An object ends with }, not with ].</source>
        <translation>オブジェクトは ] ではなく } で終わります。</translation>
    </message>
    <message>
        <source>An array ends with ], not with }.</source>
        <translation>配列は } ではなく ] で終わります。</translation>
    </message>
    <message>
        <source>A comma or } is missing before this.</source>
        <translation>この前にカンマか } がありません。</translation>
    </message>
    <message>
        <source>A comma or ] is missing before this.</source>
        <translation>この前にカンマか ] がありません。</translation>
    </message>
    <message>
        <source>Remove this comma: nothing follows it.</source>
        <translation>このカンマを取り除いてください。後に何も続いていません。</translation>
    </message>
    <message>
        <source>This { is never closed by }.</source>
        <translation>この { は } で閉じられていません。</translation>
    </message>
    <message>
        <source>This [ is never closed by ].</source>
        <translation>この [ は ] で閉じられていません。</translation>
    </message>
    <message>
        <source>A name in double quotes is needed here, as in &quot;name&quot;: 1.</source>
        <translation>ここには &quot;name&quot;: 1 のように、二重引用符で囲んだ名前が必要です。</translation>
    </message>
    <message>
        <source>A colon is missing between the name and its value.</source>
        <translation>名前と値の間にコロンがありません。</translation>
    </message>
    <message>
        <source>This is not UTF-8. Save the text as UTF-8.</source>
        <translation>UTF-8 ではありません。テキストを UTF-8 で保存してください。</translation>
    </message>
    <message>
        <source>This text is never closed by &quot;.</source>
        <translation>このテキストは &quot; で閉じられていません。</translation>
    </message>
    <message>
        <source>This text is not closed by &quot; on its line. A line end inside a text is written \n.</source>
        <translation>このテキストはその行で &quot; により閉じられていません。テキスト内の改行は \n と書きます。</translation>
    </message>
    <message>
        <source>This control character is written %1 inside a text.</source>
        <translation>この制御文字は、テキスト内では %1 と書きます。</translation>
    </message>
    <message>
        <source>There is no such escape. A backslash itself is written \\.</source>
        <translation>そのようなエスケープはありません。バックスラッシュ自体は \\ と書きます。</translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits, as in \u00fc.</source>
        <translation>\u には \u00fc のように 4 桁の 16 進数が必要です。</translation>
    </message>
    <message>
        <source>This is half of a character (a lone surrogate). Receivers replace it by U+FFFD.</source>
        <translation>半端な文字(孤立サロゲート)です。受け手は U+FFFD に置き換えます。</translation>
    </message>
    <message>
        <source>A digit is missing here.</source>
        <translation>ここに数字がありません。</translation>
    </message>
    <message>
        <source>A number does not start with 0.</source>
        <translation>数値は 0 で始まりません。</translation>
    </message>
    <message>
        <source>A value is missing at the end.</source>
        <translation>末尾に値がありません。</translation>
    </message>
    <message>
        <source>Texts stand in double quotes.</source>
        <translation>テキストは二重引用符で囲みます。</translation>
    </message>
    <message>
        <source>JSON has no comments. Remove this one.</source>
        <translation>JSON にコメントはありません。取り除いてください。</translation>
    </message>
    <message>
        <source>A value is missing before this.</source>
        <translation>この前に値がありません。</translation>
    </message>
    <message>
        <source>This is written %1, in lower case.</source>
        <translation>小文字で %1 と書きます。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no value. Texts stand in double quotes; other words are true, false and null.</source>
        <translation>「%1」は値ではありません。テキストは二重引用符で囲みます。それ以外の語は true、false、null です。</translation>
    </message>
</context>
<context>
    <name>models::Kubectl</name>
    <message>
        <source>The kubeconfig has no credentials for this cluster.</source>
        <translation>kubeconfig にこのクラスターの資格情報がありません。</translation>
    </message>
    <message>
        <source>The cluster does not accept the credentials of the kubeconfig.</source>
        <translation>クラスターが kubeconfig の資格情報を受け付けません。</translation>
    </message>
    <message>
        <source>You may not do that in this cluster. It says nothing about what is there.</source>
        <translation>このクラスターではその操作を許されていません。そこに何があるかは示されません。</translation>
    </message>
    <message>
        <source>Choose another namespace, or ask for the right.</source>
        <translation>別の名前空間を選ぶか、権限を依頼してください。</translation>
    </message>
    <message>
        <source>The kubeconfig does not know this cluster. minikube takes it out when the cluster stops.</source>
        <translation>kubeconfig にこのクラスターがありません。クラスターが停止すると minikube が取り除きます。</translation>
    </message>
    <message>
        <source>Start the cluster, or let minikube write the kubeconfig again (Update context).</source>
        <translation>クラスターを起動するか、minikube に kubeconfig を書き直させてください(コンテキストを更新)。</translation>
    </message>
    <message>
        <source>There is no kubeconfig.</source>
        <translation>kubeconfig がありません。</translation>
    </message>
    <message>
        <source>The kubeconfig cannot be read.</source>
        <translation>kubeconfig を読み込めません。</translation>
    </message>
    <message>
        <source>Correct the file, or move it away and let minikube write a new one.</source>
        <translation>ファイルを直すか、別の場所に移して minikube に新しく書かせてください。</translation>
    </message>
    <message>
        <source>The cluster measures nothing: the add-on metrics-server is not enabled.</source>
        <translation>クラスターは計測していません。アドオン metrics-server が有効になっていません。</translation>
    </message>
    <message>
        <source>Enable the add-on metrics-server and wait a minute.</source>
        <translation>アドオン metrics-server を有効にして、1 分ほど待ってください。</translation>
    </message>
    <message>
        <source>There was no container before this one, or its log is gone.</source>
        <translation>これより前のコンテナーがないか、そのログが失われています。</translation>
    </message>
    <message>
        <source>Read the log of the one that is there.</source>
        <translation>今あるコンテナーのログを読んでください。</translation>
    </message>
    <message>
        <source>The container has not started, so there is no log of it.</source>
        <translation>コンテナーが起動していないため、ログがありません。</translation>
    </message>
    <message>
        <source>The reason of the pod and its events say what it waits for.</source>
        <translation>何を待っているかは、Pod の理由とイベントに示されています。</translation>
    </message>
    <message>
        <source>Another program has this local port.</source>
        <translation>別のプログラムがこのローカルポートを使っています。</translation>
    </message>
    <message>
        <source>Choose another local port, or let the system choose one.</source>
        <translation>別のローカルポートを選ぶか、システムに選ばせてください。</translation>
    </message>
    <message>
        <source>The local port cannot be opened.</source>
        <translation>ローカルポートを開けません。</translation>
    </message>
    <message>
        <source>The pod does not run, so nothing can be forwarded to it.</source>
        <translation>Pod が動いていないため、何も転送できません。</translation>
    </message>
    <message>
        <source>The connection to the pod was lost: it, or the cluster, went away.</source>
        <translation>Pod への接続が失われました。Pod かクラスターがなくなりました。</translation>
    </message>
    <message>
        <source>Look whether the pod still runs.</source>
        <translation>Pod がまだ動いているか確認してください。</translation>
    </message>
    <message>
        <source>It did not become ready in time.</source>
        <translation>準備が時間内に整いませんでした。</translation>
    </message>
    <message>
        <source>Look at its pods and their events.</source>
        <translation>その Pod とイベントを確認してください。</translation>
    </message>
    <message>
        <source>It is not there, or not any more.</source>
        <translation>存在しないか、もうなくなっています。</translation>
    </message>
    <message>
        <source>Refresh the list.</source>
        <translation>一覧を更新してください。</translation>
    </message>
    <message>
        <source>The certificate of the cluster is not the one of the kubeconfig.</source>
        <translation>クラスターの証明書が kubeconfig のものと異なります。</translation>
    </message>
    <message>
        <source>The cluster does not answer: it is stopped, paused, or still starting.</source>
        <translation>クラスターが応答しません。停止中か、一時停止中か、まだ起動中です。</translation>
    </message>
    <message>
        <source>Look at its state on this page, and start it.</source>
        <translation>このページで状態を確認し、起動してください。</translation>
    </message>
    <message>
        <source>The cluster did not answer in time: it is paused, or overloaded.</source>
        <translation>クラスターが時間内に応答しませんでした。一時停止中か、過負荷です。</translation>
    </message>
    <message>
        <source>Look at its state on this page; unpause it, or give it more memory.</source>
        <translation>このページで状態を確認し、一時停止を解除するか、メモリーを増やしてください。</translation>
    </message>
    <message>
        <source>The address of the cluster does not exist.</source>
        <translation>クラスターのアドレスが存在しません。</translation>
    </message>
    <message>
        <source>The machine of the cluster cannot be reached.</source>
        <translation>クラスターのマシンに到達できません。</translation>
    </message>
    <message>
        <source>The cluster did not accept that.</source>
        <translation>クラスターが受け付けませんでした。</translation>
    </message>
    <message>
        <source>What it said names the reason.</source>
        <translation>その返答に理由が示されています。</translation>
    </message>
    <message>
        <source>This kubectl is too old, or no kubectl of Kubernetes.</source>
        <translation>この kubectl は古すぎるか、Kubernetes の kubectl ではありません。</translation>
    </message>
    <message>
        <source>Install a newer one, or choose another one.</source>
        <translation>より新しいものをインストールするか、別のものを選んでください。</translation>
    </message>
    <message>
        <source>nothing, and exit code %1</source>
        <translation>なし、終了コード %1</translation>
    </message>
    <message>
        <source>kubectl could not do it (exit code %1).</source>
        <translation>kubectl は実行できませんでした(終了コード %1)。</translation>
    </message>
    <message>
        <source>Let minikube write the kubeconfig again (Repair context).</source>
        <translation>minikube に kubeconfig を書き直させてください(コンテキストを修復)。</translation>
    </message>
</context>
<context>
    <name>models::Kubernetes</name>
    <message>
        <source>The list of events</source>
        <translation>イベントの一覧</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 を読み込めません。</translation>
    </message>
    <message>
        <source>JSON that is no list of Kubernetes</source>
        <translation>Kubernetes のリストではない JSON</translation>
    </message>
    <message>
        <source>Check that kubectl is the one of Kubernetes.</source>
        <translation>kubectl が Kubernetes のものか確認してください。</translation>
    </message>
    <message>
        <source>The list of nodes</source>
        <translation>ノードの一覧</translation>
    </message>
    <message>
        <source>The list of namespaces</source>
        <translation>名前空間の一覧</translation>
    </message>
    <message>
        <source>container %1 was started again once; the last time it ended with exit code %2 (%3)</source>
        <translation>コンテナー %1 は 1 回再起動されました。直前は終了コード %2(%3)で終わりました</translation>
    </message>
    <message>
        <source>container %1 was started again %4 times; the last time it ended with exit code %2 (%3)</source>
        <translation>コンテナー %1 は %4 回再起動されました。直前は終了コード %2(%3)で終わりました</translation>
    </message>
    <message>
        <source>Check the name of the image, and whether the cluster can reach its registry. The events below say what the registry answered.</source>
        <translation>イメージの名前と、クラスターからレジストリに到達できるかを確認してください。レジストリの返答は下のイベントにあります。</translation>
    </message>
    <message>
        <source>Correct the name of the image.</source>
        <translation>イメージの名前を直してください。</translation>
    </message>
    <message>
        <source>It ends soon after each start. Read the previous log of its container; an event driver ends when it is given a setting it does not know.</source>
        <translation>起動するたびにすぐ終了します。コンテナーの以前のログを読んでください。イベントドライバーは、知らない設定を渡されると終了します。</translation>
    </message>
    <message>
        <source>Read the previous log of its container.</source>
        <translation>コンテナーの以前のログを読んでください。</translation>
    </message>
    <message>
        <source>It took more memory than it may. Give it, or the cluster, more.</source>
        <translation>許可された量を超えるメモリーを使いました。それ、またはクラスターのメモリーを増やしてください。</translation>
    </message>
    <message>
        <source>A secret or a setting that it needs is not in the cluster.</source>
        <translation>必要なシークレットまたは設定がクラスターにありません。</translation>
    </message>
    <message>
        <source>Look at its events below.</source>
        <translation>下のイベントを確認してください。</translation>
    </message>
    <message>
        <source>No node has room for it. Stop what is not needed, or make a cluster with more memory and processors.</source>
        <translation>空きのあるノードがありません。不要なものを停止するか、メモリーとプロセッサーの多いクラスターを作ってください。</translation>
    </message>
    <message>
        <source>The node ran short of memory or disk. Make room, then delete the pod.</source>
        <translation>ノードのメモリーまたはディスクが足りなくなりました。空きを作ってから Pod を削除してください。</translation>
    </message>
    <message>
        <source>The list of pods</source>
        <translation>Pod の一覧</translation>
    </message>
</context>
<context>
    <name>models::KubernetesEventModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: なし</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終確認</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>オブジェクト</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>回数</translation>
    </message>
</context>
<context>
    <name>models::MinikubeLists</name>
    <message>
        <source>list the add-ons</source>
        <translation>アドオンを一覧する</translation>
    </message>
    <message>
        <source>list the services</source>
        <translation>サービスを一覧する</translation>
    </message>
    <message>
        <source>ask for the address of the cluster</source>
        <translation>クラスターのアドレスを問い合わせる</translation>
    </message>
</context>
<context>
    <name>models::Plan</name>
    <message>
        <source>This server has no %1: %2</source>
        <translation>このサーバーに %1 はありません: %2</translation>
    </message>
    <message>
        <source>No values in the file: those on the server stay.</source>
        <translation>ファイルに値がありません。サーバー上の値はそのまま残ります。</translation>
    </message>
    <message>
        <source>Servers do not change the tags of a secret; delete and create it for that.</source>
        <translation>サーバーはシークレットのタグを変更しません。変更するには、削除して作成し直してください。</translation>
    </message>
    <message>
        <source>Servers do not give sources back, so it cannot be compared. Tick it to send it again.</source>
        <translation>サーバーはソースを返さないため、比較できません。もう一度送るにはチェックを入れてください。</translation>
    </message>
    <message>
        <source>A function is created and changed together with its source, and the file names no sourcePath.</source>
        <translation>関数はソースと一緒に作成・変更されますが、ファイルに sourcePath がありません。</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files: the server will refuse this.</source>
        <translation>%1 %2 はサーバーにもファイルにもありません。サーバーはこれを拒否します。</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files.</source>
        <translation>%1 %2 はサーバーにもファイルにもありません。</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name: %1 is longer than 63 characters.</source>
        <translation>Kubernetes がこの名前を拒否します。%1 は 63 文字を超えています。</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name %1: capitals and underscores are not allowed.</source>
        <translation>Kubernetes が名前 %1 を拒否します。大文字とアンダースコアは使えません。</translation>
    </message>
    <message>
        <source>This server gives each event to only one of the subscriptions of a type, and deleting one breaks the others: %1.</source>
        <translation>このサーバーは各イベントを、同じタイプのサブスクリプションのうち 1 つだけに渡します。1 つを削除すると、ほかが動かなくなります: %1。</translation>
    </message>
    <message>
        <source>It needs the %1 %2, which is blocked.</source>
        <translation>ブロックされている %1 %2 が必要です。</translation>
    </message>
    <message>
        <source>(without a value)</source>
        <translation>(値なし)</translation>
    </message>
    <message>
        <source>The %1 %2 uses it, and stays.</source>
        <translation>%1 %2 がこれを使っており、残ります。</translation>
    </message>
</context>
<context>
    <name>models::PodTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: なし</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名前空間</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>準備</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>経過時間</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
</context>
<context>
    <name>models::Preflight</name>
    <message>
        <source>The cluster runs</source>
        <translation>クラスターが動いている</translation>
    </message>
    <message>
        <source>Version of Kubernetes</source>
        <translation>Kubernetes のバージョン</translation>
    </message>
    <message>
        <source>What the charts ask Kubernetes for</source>
        <translation>チャートが Kubernetes に求めるもの</translation>
    </message>
    <message>
        <source>The installer, dispatch</source>
        <translation>インストーラー dispatch</translation>
    </message>
    <message>
        <source>Helm</source>
        <translation>Helm</translation>
    </message>
    <message>
        <source>Version of Helm</source>
        <translation>Helm のバージョン</translation>
    </message>
    <message>
        <source>Tiller, the half of Helm 2 in the cluster</source>
        <translation>tiller(Helm 2 のクラスター側)</translation>
    </message>
    <message>
        <source>Tiller may do what it must</source>
        <translation>tiller に必要な権限がある</translation>
    </message>
    <message>
        <source>kubectl</source>
        <translation>kubectl</translation>
    </message>
    <message>
        <source>kubectl says nothing by the way</source>
        <translation>kubectl が余計な出力をしない</translation>
    </message>
    <message>
        <source>OpenSSL, for the certificates</source>
        <translation>OpenSSL(証明書用)</translation>
    </message>
    <message>
        <source>minikube</source>
        <translation>minikube</translation>
    </message>
    <message>
        <source>Version of minikube</source>
        <translation>minikube のバージョン</translation>
    </message>
    <message>
        <source>What carries the cluster</source>
        <translation>クラスターを載せるもの</translation>
    </message>
    <message>
        <source>Control groups of this machine</source>
        <translation>このマシンのコントロールグループ</translation>
    </message>
    <message>
        <source>Processors, memory, disk</source>
        <translation>プロセッサー、メモリー、ディスク</translation>
    </message>
    <message>
        <source>kubectl knows the cluster</source>
        <translation>kubectl にクラスターが登録されている</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>ストレージ</translation>
    </message>
    <message>
        <source>Charts can be fetched</source>
        <translation>チャートを取得できる</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>イメージ</translation>
    </message>
    <message>
        <source>No releases that failed</source>
        <translation>失敗したリリースがない</translation>
    </message>
    <message>
        <source>Earlier installations</source>
        <translation>以前のインストール</translation>
    </message>
    <message>
        <source>Hosts in the install file</source>
        <translation>インストールファイルのホスト</translation>
    </message>
    <message>
        <source>The cluster can be reached from here</source>
        <translation>ここからクラスターに到達できる</translation>
    </message>
    <message>
        <source>Work folder</source>
        <translation>作業フォルダー</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>不可</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不要</translation>
    </message>
    <message>
        <source>can be seen once the cluster runs</source>
        <translation>クラスターが動くと確認できます</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>調べています…</translation>
    </message>
    <message>
        <source>The local Dispatch comes with this console and needs none of this.</source>
        <translation>ローカル Dispatch はこのコンソールに付属していて、これらは何も必要ありません。</translation>
    </message>
    <message>
        <source>Looking: %1 answers are still to come.</source>
        <translation>調べています。残りの応答は %1 件です。</translation>
    </message>
    <message>
        <source>An installation cannot work yet: %1 bad, %2 to be careful about.</source>
        <translation>まだインストールできません: 不可 %1 件、注意 %2 件。</translation>
    </message>
    <message>
        <source>Nothing is wrong so far; %1 could not be found out.</source>
        <translation>今のところ問題はありません。%1 件は調べられませんでした。</translation>
    </message>
    <message>
        <source>It may work; be careful about %1.</source>
        <translation>成功する見込みがあります。%1 件に注意してください。</translation>
    </message>
    <message>
        <source>Everything is right for an installation.</source>
        <translation>インストールの条件がすべて整っています。</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes %1. That needs minikube %2 or older, and a driver with a virtual machine (kvm2, virtualbox, hyperkit) or a machine with cgroup v1. Or take another way of installing.</source>
        <translation>Kubernetes %1 でクラスターを作成してください。それには minikube %2 以前と、仮想マシンのドライバー(kvm2、virtualbox、hyperkit)または cgroup v1 のマシンが必要です。または、別のインストール方法を選んでください。</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes ask for 1.19 or newer.</source>
        <translation>現在の Kubernetes 用のチャートには 1.19 以降が必要です。</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 が応答しません</translation>
    </message>
    <message>
        <source>Starting the cluster tells whether it works.</source>
        <translation>動くかどうかは、クラスターを起動すると分かります。</translation>
    </message>
    <message>
        <source>%1 processors, %2 MB memory, %3 MB disk</source>
        <translation>プロセッサー %1 個、メモリー %2 MB、ディスク %3 MB</translation>
    </message>
    <message>
        <source>Dispatch wants %1 processors, %2 MB memory and %3 MB disk. A cluster keeps what it was created with: create it again.</source>
        <translation>Dispatch にはプロセッサー %1 個、メモリー %2 MB、ディスク %3 MB が必要です。クラスターの資源は作成時のまま変わらないため、作り直してください。</translation>
    </message>
    <message>
        <source>%1; the installer gets a file of its own with this one only</source>
        <translation>%1。インストーラーには、これだけを書いた専用のファイルを渡します</translation>
    </message>
    <message>
        <source>there is no context %1</source>
        <translation>コンテキスト %1 がありません</translation>
    </message>
    <message>
        <source>Start the cluster again, which writes it.</source>
        <translation>クラスターをもう一度起動してください。そのときに書き込まれます。</translation>
    </message>
    <message>
        <source>%1: the charts of the installer need 1.10 to 1.15</source>
        <translation>%1: インストーラーのチャートには 1.10 から 1.15 が必要です</translation>
    </message>
    <message>
        <source>The charts were tried with 1.10 to 1.15.</source>
        <translation>チャートは 1.10 から 1.15 で試されています。</translation>
    </message>
    <message>
        <source>%1 without deployments, which the charts ask for</source>
        <translation>%1 に、チャートが求める deployments がありません</translation>
    </message>
    <message>
        <source>no %1, which the charts ask for</source>
        <translation>チャートが求める %1 がありません</translation>
    </message>
    <message>
        <source>not ready: %1</source>
        <translation>準備できていません: %1</translation>
    </message>
    <message>
        <source>Wait until the nodes are ready, or start the cluster again.</source>
        <translation>ノードの準備ができるまで待つか、クラスターをもう一度起動してください。</translation>
    </message>
    <message>
        <source>The node runs out of it: pods are turned away. Make room, or create a larger cluster.</source>
        <translation>ノードで不足していて、Pod が拒否されます。空きを作るか、より大きなクラスターを作成してください。</translation>
    </message>
    <message>
        <source>Create the cluster with the container runtime docker: others refuse the image registry in the cluster, which has no TLS.</source>
        <translation>コンテナーランタイム docker でクラスターを作成してください。ほかのランタイムは、TLS のないクラスター内のイメージレジストリを拒否します。</translation>
    </message>
    <message>
        <source>%1 ready, %2</source>
        <translation>%1 個準備完了、%2</translation>
    </message>
    <message>
        <source>no data is kept on disk</source>
        <translation>データはディスクに保存されません</translation>
    </message>
    <message>
        <source>there is a default storage class</source>
        <translation>既定のストレージクラスがあります</translation>
    </message>
    <message>
        <source>no default storage class</source>
        <translation>既定のストレージクラスがありません</translation>
    </message>
    <message>
        <source>Turn the add-on default-storageclass on, or keep no data.</source>
        <translation>アドオン default-storageclass を有効にするか、データを保存しない設定にしてください。</translation>
    </message>
    <message>
        <source>the driver %1 hides the ports of the cluster here</source>
        <translation>ここではドライバー %1 がクラスターのポートを隠します</translation>
    </message>
    <message>
        <source>Forward the ports of the pods of the ingress and of kongproxy, and connect to those.</source>
        <translation>ingress と kongproxy の Pod のポートを転送し、そこに接続してください。</translation>
    </message>
    <message>
        <source>at its address; tried after the installation</source>
        <translation>クラスターのアドレスで。インストール後に試します</translation>
    </message>
    <message>
        <source>Charts without tiller need Helm 3 or newer.</source>
        <translation>tiller を使わないチャートには Helm 3 以降が必要です。</translation>
    </message>
    <message>
        <source>cannot be fetched: %1</source>
        <translation>取得できません: %1</translation>
    </message>
    <message>
        <source>The repositories that the installer takes by itself are gone since 2020. Let today&apos;s stand in for them.</source>
        <translation>インストーラーが既定で使うリポジトリは、2020 年になくなりました。現在のリポジトリを代わりに使ってください。</translation>
    </message>
    <message>
        <source>Enter other repositories in the advanced settings, or a folder with charts.</source>
        <translation>詳細設定で、別のリポジトリかチャートのフォルダーを入力してください。</translation>
    </message>
    <message>
        <source>%1: the installer works with Helm 2, from 2.15 on</source>
        <translation>%1: インストーラーは Helm 2 の 2.15 以降で動きます</translation>
    </message>
    <message>
        <source>Get Helm 2.17.0 and choose it, or take another way of installing.</source>
        <translation>Helm 2.17.0 を入手して選ぶか、別のインストール方法を選んでください。</translation>
    </message>
    <message>
        <source>%1 here, tiller %2</source>
        <translation>ここは %1、tiller は %2</translation>
    </message>
    <message>
        <source>Bring tiller to the version of Helm.</source>
        <translation>tiller を Helm のバージョンに合わせてください。</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>there is none that is ready</source>
        <translation>準備のできたものがありません</translation>
    </message>
    <message>
        <source>Run helm init; tiller needs an account that may do everything.</source>
        <translation>helm init を実行してください。tiller には、すべての操作ができるアカウントが必要です。</translation>
    </message>
    <message>
        <source>its account may do everything</source>
        <translation>アカウントにすべての権限があります</translation>
    </message>
    <message>
        <source>the account kube-system/tiller may not do everything</source>
        <translation>アカウント kube-system/tiller にすべての権限がありません</translation>
    </message>
    <message>
        <source>Bind it to the role cluster-admin.</source>
        <translation>ロール cluster-admin に結び付けてください。</translation>
    </message>
    <message>
        <source>Purge them: the installer refuses to work beside them. Their data goes with them.</source>
        <translation>それらを完全に削除してください。残っているとインストーラーは動きません。データも一緒に削除されます。</translation>
    </message>
    <message>
        <source>none, but Helm says: %1</source>
        <translation>なし。ただし Helm の出力: %1</translation>
    </message>
    <message>
        <source>The installer takes each word for a release that failed. Take the old address out of the repositories of Helm.</source>
        <translation>インストーラーは、1 語ずつを失敗したリリースとみなします。Helm のリポジトリから古いアドレスを取り除いてください。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>The installer reads each word as the number of a port. Choose a kubectl of about the version of the cluster.</source>
        <translation>インストーラーは、1 語ずつをポート番号として読み取ります。クラスターのバージョンに近い kubectl を選んでください。</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>%1 個すべて</translation>
    </message>
    <message>
        <source>those of the old Google repositories</source>
        <translation>古い Google リポジトリのチャート</translation>
    </message>
    <message>
        <source>%1 is in the cluster</source>
        <translation>%1 はクラスターにあります</translation>
    </message>
    <message>
        <source>%1 has to be pulled</source>
        <translation>%1 はプルが必要です</translation>
    </message>
    <message>
        <source>Whether it still is where it was, only pulling tells. One that you have can be loaded into the cluster.</source>
        <translation>今も元の場所にあるかどうかは、プルしてみないと分かりません。手元にあるイメージはクラスターに読み込めます。</translation>
    </message>
    <message>
        <source>namespaces: %1</source>
        <translation>名前空間: %1</translation>
    </message>
    <message>
        <source>releases: %1</source>
        <translation>リリース: %1</translation>
    </message>
    <message>
        <source>Installing again upgrades what is there. Uninstall first for a fresh one.</source>
        <translation>もう一度インストールすると、今あるものがアップグレードされます。新しく入れ直すには、先にアンインストールしてください。</translation>
    </message>
    <message>
        <source>“%1”, and the cluster is at %2</source>
        <translation>「%1」ですが、クラスターは %2 にあります</translation>
    </message>
    <message>
        <source>Enter the address of the cluster, which may change when it starts.</source>
        <translation>クラスターのアドレスを入力してください。起動のたびに変わることがあります。</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>Say where it is, or get it: %1</source>
        <translation>場所を指定するか、入手してください: %1</translation>
    </message>
    <message>
        <source>%1%2 cannot be used: %3</source>
        <translation>%1%2 は使えません: %3</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>別のものを選んでください。</translation>
    </message>
    <message>
        <source>%1; the cluster is there already, and old enough</source>
        <translation>%1。クラスターはすでにあり、十分に古いものです</translation>
    </message>
    <message>
        <source>%1, which makes no cluster with Kubernetes 1.15</source>
        <translation>%1。Kubernetes 1.15 のクラスターは作成できません</translation>
    </message>
    <message>
        <source>Choose minikube %1 or older to create the cluster with.</source>
        <translation>クラスターの作成には minikube %1 以前を選んでください。</translation>
    </message>
    <message>
        <source>version 1</source>
        <translation>バージョン 1</translation>
    </message>
    <message>
        <source>version 2: Kubernetes 1.15 runs on this machine in a virtual machine only</source>
        <translation>バージョン 2: このマシンで Kubernetes 1.15 が動くのは仮想マシンの中だけです</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox.</source>
        <translation>kvm2 や virtualbox などのドライバーでクラスターを作成してください。</translation>
    </message>
    <message>
        <source>version 2 here; the virtual machine has its own</source>
        <translation>ここはバージョン 2。仮想マシンには独自のものがあります</translation>
    </message>
    <message>
        <source>version 2, and the cluster runs all the same</source>
        <translation>バージョン 2。それでもクラスターは動いています</translation>
    </message>
    <message>
        <source>version 2: a kubelet before 1.19 does not run in a container here</source>
        <translation>バージョン 2: 1.19 より前の kubelet は、ここのコンテナーでは動きません</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox, or start this machine with cgroup v1.</source>
        <translation>kvm2 や virtualbox などのドライバーでクラスターを作成するか、このマシンを cgroup v1 で起動してください。</translation>
    </message>
    <message>
        <source>Make room or give yourself the right to write there.</source>
        <translation>空きを作るか、そこへの書き込み権限を付けてください。</translation>
    </message>
    <message>
        <source>%1; the configuration of an earlier installation is kept beside the new one</source>
        <translation>%1。以前のインストールの設定は、新しい設定の横に残ります</translation>
    </message>
    <message>
        <source>set, and not for the cluster</source>
        <translation>設定済み、クラスターには使われません</translation>
    </message>
    <message>
        <source>set, also for what is in the cluster: %1</source>
        <translation>設定済み、クラスター内のものにも使われます: %1</translation>
    </message>
    <message>
        <source>Add these to NO_PROXY, and start the console and the cluster again.</source>
        <translation>これらを NO_PROXY に追加して、コンソールとクラスターをもう一度起動してください。</translation>
    </message>
</context>
<context>
    <name>models::RecordKind</name>
    <message>
        <source>organization</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>サービスアカウント</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>ポリシー</translation>
    </message>
    <message>
        <source>base image</source>
        <translation>ベースイメージ</translation>
    </message>
    <message>
        <source>image</source>
        <translation>イメージ</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
</context>
<context>
    <name>models::Resource</name>
    <message>
        <source>read a resource</source>
        <translation>リソースを読み込む</translation>
    </message>
    <message>
        <source>an entry without a name</source>
        <translation>名前のない項目</translation>
    </message>
    <message>
        <source>The server sent something that is no resource.</source>
        <translation>サーバーが、リソースではないものを送りました。</translation>
    </message>
</context>
<context>
    <name>models::ResourceKind</name>
    <message>
        <source>exposed</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>経過時間</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>シークレット</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>イメージ</translation>
    </message>
    <message>
        <source>Exposed</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>タイプ</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>イベントタイプ</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>関数</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>ハンドラー</translation>
    </message>
    <message>
        <source>Free labels, for example team = storage.</source>
        <translation>自由なラベル。例: team = storage。</translation>
    </message>
    <message>
        <source>What drivers refer to. At most 32 characters.</source>
        <translation>ドライバーがこの名前で参照します。32 文字までです。</translation>
    </message>
    <message>
        <source>The container image that a driver of this type runs.</source>
        <translation>このタイプのドライバーが動かすコンテナーイメージ。</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>外部から到達可能</translation>
    </message>
    <message>
        <source>Gives each driver an address of its own, for sources that push their events.</source>
        <translation>イベントを送り込んでくる送信元のために、各ドライバーに専用のアドレスを与えます。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>備考</translation>
    </message>
    <message>
        <source>Kept with the type for information; drivers do not inherit it.</source>
        <translation>参考としてタイプと一緒に保存されます。ドライバーには引き継がれません。</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>ドライバータイプ</translation>
    </message>
    <message>
        <source>What kind of events this driver brings.</source>
        <translation>このドライバーがもたらすイベントの種類。</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and dashes.</source>
        <translation>小文字の英字、数字、ハイフン。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Handed to the driver as --key=value.</source>
        <translation>--key=value としてドライバーに渡されます。</translation>
    </message>
    <message>
        <source>Their keys become environment variables of the driver.</source>
        <translation>そのキーがドライバーの環境変数になります。</translation>
    </message>
    <message>
        <source>What drivers and functions refer to.</source>
        <translation>ドライバーと関数がこの名前で参照します。</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Key and value. Values are hidden and never kept by the console.</source>
        <translation>キーと値。値は隠され、コンソールには保存されません。</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>イベントタイプ</translation>
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation>1 文字ずつ比較されます。ワイルドカードはありません。</translation>
    </message>
    <message>
        <source>Runs once for each matching event.</source>
        <translation>一致するイベントごとに 1 回実行されます。</translation>
    </message>
    <message>
        <source>Letters, digits, underscores and dashes.</source>
        <translation>英字、数字、アンダースコア、ハイフン。</translation>
    </message>
    <message>
        <source>Stored, but no server uses them: give secrets to the function instead.</source>
        <translation>保存されますが、使うサーバーはありません。代わりに関数にシークレットを渡してください。</translation>
    </message>
    <message>
        <source>What subscriptions refer to.</source>
        <translation>サブスクリプションがこの名前で参照します。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>The image whose language runs the function.</source>
        <translation>関数を動かす言語のイメージ。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>ソース</translation>
    </message>
    <message>
        <source>A file or a folder with the code.</source>
        <translation>コードの入ったファイルまたはフォルダー。</translation>
    </message>
    <message>
        <source>module.function, for example hello.handle; needed for folders.</source>
        <translation>module.function の形。例: hello.handle。フォルダーの場合は必須です。</translation>
    </message>
    <message>
        <source>Given to the function in context.secrets.</source>
        <translation>関数には context.secrets で渡されます。</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>制限時間</translation>
    </message>
    <message>
        <source>A run that takes longer is stopped. 0 = no limit.</source>
        <translation>これより長い実行は停止されます。0 = 制限なし。</translation>
    </message>
    <message>
        <source>driver type</source>
        <translation>ドライバータイプ</translation>
    </message>
    <message>
        <source>Driver Types</source>
        <translation>ドライバータイプ</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>ドライバー</translation>
    </message>
    <message>
        <source>Drivers</source>
        <translation>ドライバー</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>シークレット</translation>
    </message>
    <message>
        <source>subscription</source>
        <translation>サブスクリプション</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>サブスクリプション</translation>
    </message>
    <message>
        <source>function</source>
        <translation>関数</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>関数</translation>
    </message>
</context>
<context>
    <name>models::ResourceTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: なし</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 日</translation>
    </message>
</context>
<context>
    <name>models::Rules</name>
    <message>
        <source>This is required.</source>
        <translation>必須です。</translation>
    </message>
    <message>
        <source>At most %1 characters; this has %2.</source>
        <translation>%1 文字までです。今は %2 文字あります。</translation>
    </message>
    <message>
        <source>Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab.</source>
        <translation>小文字の英字、数字、ハイフンだけで、英字か数字で始めます。例: vcenter-lab。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces.</source>
        <translation>英字、数字、アンダースコア、ハイフンだけで、先頭にハイフンは使えません。ドットと空白は使えません。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes.</source>
        <translation>英字、数字、アンダースコア、ハイフンだけです。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported.</source>
        <translation>英字、数字、アンダースコア、ハイフン、ドットだけです。* などのワイルドカードには対応していません。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots.</source>
        <translation>英字、数字、アンダースコア、ハイフン、ドットだけです。</translation>
    </message>
</context>
<context>
    <name>models::Run</name>
    <message>
        <source>read a run</source>
        <translation>実行を読み込む</translation>
    </message>
    <message>
        <source>an entry without an id</source>
        <translation>id のない項目</translation>
    </message>
    <message>
        <source>The server sent something that is no run.</source>
        <translation>サーバーが、実行ではないものを送りました。</translation>
    </message>
</context>
<context>
    <name>models::RunTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: なし</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>関数</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>イベントタイプ</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>under 1 ms</source>
        <translation>1 ms 未満</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
</context>
<context>
    <name>models::Snippets</name>
    <message>
        <source>The shell cannot write a text file as a JSON string. Use Python, or send the file as binary.</source>
        <translation>シェルはテキストファイルを JSON 文字列として書けません。Python を使うか、ファイルをバイナリとして送信してください。</translation>
    </message>
    <message>
        <source>The command line has no option for extensions.</source>
        <translation>コマンドラインには拡張属性のオプションがありません。</translation>
    </message>
    <message>
        <source>The command line always sends the time of sending.</source>
        <translation>コマンドラインは常に送信時刻を送ります。</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on text.</source>
        <translation>コマンドラインは JSON だけを送ります。テキストでは失敗します。</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on files.</source>
        <translation>コマンドラインは JSON だけを送ります。ファイルでは失敗します。</translation>
    </message>
    <message>
        <source>The command line always says application/json with data, and nothing without.</source>
        <translation>コマンドラインは、データがあれば常に application/json とし、なければ何も付けません。</translation>
    </message>
    <message>
        <source>curl (bash)</source>
        <translation>curl(bash)</translation>
    </message>
    <message>
        <source>PowerShell</source>
        <translation>PowerShell</translation>
    </message>
    <message>
        <source>dispatch emit</source>
        <translation>dispatch emit</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
</context>
<context>
    <name>models::Variables</name>
    <message>
        <source>This is written as %1.</source>
        <translation>%1 と書きます。</translation>
    </message>
    <message>
        <source>Two whole numbers are needed, the smaller one first, as in {{random 1 6}}.</source>
        <translation>{{random 1 6}} のように、小さいほうを先にした 2 つの整数が必要です。</translation>
    </message>
    <message>
        <source>The environment variable %1 is not set. Set it before the program starts.</source>
        <translation>環境変数 %1 が設定されていません。プログラムの起動前に設定してください。</translation>
    </message>
    <message>
        <source>a new random UUID each time it stands somewhere</source>
        <translation>書かれた箇所ごとに新しいランダムな UUID</translation>
    </message>
    <message>
        <source>the time of sending in UTC, as in 2018-09-12T10:11:12.345Z</source>
        <translation>UTC の送信時刻。例: 2018-09-12T10:11:12.345Z</translation>
    </message>
    <message>
        <source>the number of the event, counted from 1 in a job</source>
        <translation>イベントの番号。ジョブの中で 1 から数えます</translation>
    </message>
    <message>
        <source>a whole number from A to B</source>
        <translation>A から B までの整数</translation>
    </message>
    <message>
        <source>the environment variable NAME</source>
        <translation>環境変数 NAME</translation>
    </message>
    <message>
        <source>The braces that open here are not closed on this line by }}. Write {{{{ if you mean two braces.</source>
        <translation>ここで開く波かっこが、この行で }} により閉じられていません。波かっこ 2 つそのものを書くには {{{{ とします。</translation>
    </message>
    <message>
        <source>There is no variable of this name. Write {{{{ if you mean two braces.</source>
        <translation>この名前の変数はありません。波かっこ 2 つそのものを書くには {{{{ とします。</translation>
    </message>
</context>
<context>
    <name>ui::AddonsModel</name>
    <message>
        <source>enabled</source>
        <translation>有効</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>Add-on</source>
        <translation>アドオン</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
</context>
<context>
    <name>ui::AddonsView</name>
    <message>
        <source>Filter the add-ons</source>
        <translation>アドオンを絞り込む</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>アドオン</translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation>無効にする(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>有効にする(&amp;E)</translation>
    </message>
    <message>
        <source>The cluster must run to change add-ons.</source>
        <translation>アドオンを変更するには、クラスターが動いている必要があります。</translation>
    </message>
</context>
<context>
    <name>ui::AttributesForm</name>
    <message>
        <source>Event &amp;type</source>
        <translation>イベントタイプ(&amp;T)</translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation>ソース(&amp;O)</translation>
    </message>
    <message>
        <source>who sends it, for example dispatch</source>
        <translation>送信元。例: dispatch</translation>
    </message>
    <message>
        <source>&amp;Content type</source>
        <translation>コンテントタイプ(&amp;C)</translation>
    </message>
    <message>
        <source>Event &amp;id</source>
        <translation>イベント ID(&amp;I)</translation>
    </message>
    <message>
        <source>a fresh one for each send</source>
        <translation>送信のたびに新しいもの</translation>
    </message>
    <message>
        <source>Ti&amp;me</source>
        <translation>時刻(&amp;M)</translation>
    </message>
    <message>
        <source>the time of sending</source>
        <translation>送信時刻</translation>
    </message>
    <message>
        <source>Type &amp;version</source>
        <translation>タイプのバージョン(&amp;V)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Schema &amp;URL</source>
        <translation>スキーマ URL(&amp;U)</translation>
    </message>
    <message>
        <source>More attributes</source>
        <translation>その他の属性</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>拡張属性</translation>
    </message>
    <message>
        <source>&amp;New id</source>
        <translation>新しい ID(&amp;N)</translation>
    </message>
    <message>
        <source>Write a fresh id here, to know it before the event is sent</source>
        <translation>送信前に ID が分かるように、新しい ID をここに書き込みます</translation>
    </message>
    <message>
        <source>by the kind of data</source>
        <translation>データの種類に従う</translation>
    </message>
</context>
<context>
    <name>ui::CataloguePicker</name>
    <message>
        <source>Known drivers</source>
        <translation>既知のドライバー</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>その他</translation>
    </message>
</context>
<context>
    <name>ui::CliImportDialog</name>
    <message>
        <source>Import from the command line</source>
        <translation>コマンドラインからインポート</translation>
    </message>
    <message>
        <source>Which contexts shall become connections? The file of the command line stays as it is.</source>
        <translation>どのコンテキストを接続にしますか? コマンドラインのファイルは変わりません。</translation>
    </message>
    <message>
        <source>Contexts of the command line</source>
        <translation>コマンドラインのコンテキスト</translation>
    </message>
    <message>
        <source>Take &amp;cookies and keys along into the keychain</source>
        <translation>Cookie と鍵もキーチェーンに取り込む(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>インポート(&amp;I)</translation>
    </message>
    <message>
        <source>no sign-in</source>
        <translation>サインインなし</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>サービスアカウント</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3 · %4</source>
        <translation>%1 – %2 · 組織 %3 · %4</translation>
    </message>
    <message>
        <source>%1 (current)</source>
        <translation>%1(現在)</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDeeds</name>
    <message>
        <source>Save the logs of %1</source>
        <translation>%1 のログを保存</translation>
    </message>
    <message>
        <source>Reading the logs of %1…</source>
        <translation>%1 のログを読み込んでいます…</translation>
    </message>
    <message>
        <source>Saved %1 to %2; secrets are masked.</source>
        <translation>%1 を %2 に保存しました。シークレットは伏せてあります。</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>%1 をコピーしました。</translation>
    </message>
    <message>
        <source>Stop what is being done?</source>
        <translation>進行中の処理を停止しますか?</translation>
    </message>
    <message>
        <source>Something is being done to %1. When it is stopped half way, it stays half done; start the cluster again later, or delete it.</source>
        <translation>%1 に対する処理が進行中です。途中で停止すると、やりかけのまま残ります。後でクラスターをもう一度起動するか、削除してください。</translation>
    </message>
    <message>
        <source>&amp;Stop it</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Let it finish</source>
        <translation>最後まで続ける(&amp;L)</translation>
    </message>
    <message>
        <source>Start it here?</source>
        <translation>ここで起動しますか?</translation>
    </message>
    <message>
        <source>By the files of minikube, %1 is being started outside of this console. If that was given up, start it here. If it goes on, two starts would be in each other&apos;s way.</source>
        <translation>minikube のファイルによると、%1 はこのコンソールの外で起動中です。それが中止されていれば、ここで起動してください。まだ続いている場合は、二つの起動が互いに妨げ合います。</translation>
    </message>
    <message>
        <source>&amp;Start it here</source>
        <translation>ここで起動(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>待つ(&amp;W)</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDesk</name>
    <message>
        <source>&amp;Back to the start</source>
        <translation>最初に戻る(&amp;B)</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>クラスター</translation>
    </message>
    <message>
        <source>The Dispatch in the cluster %1.</source>
        <translation>クラスター %1 の Dispatch。</translation>
    </message>
    <message>
        <source>Still under way: %1. It can run on without this window; the next start of the console picks it up.</source>
        <translation>まだ進行中です: %1。このウィンドウがなくても続けられます。次にコンソールを起動すると引き継ぎます。</translation>
    </message>
    <message>
        <source>&amp;Give up and quit</source>
        <translation>中止して終了(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation>とどまる(&amp;S)</translation>
    </message>
    <message>
        <source>Still under way from before: %1. It is on the page Cluster.</source>
        <translation>前回からまだ進行中です: %1。「クラスター」ページにあります。</translation>
    </message>
    <message>
        <source>The Dispatch that was just installed. Its certificate is self-made: connect, compare the fingerprint, and pin it.</source>
        <translation>インストールしたばかりの Dispatch です。証明書はインストーラーが作ったものです。接続し、フィンガープリントを照合してから固定してください。</translation>
    </message>
    <message>
        <source>Dispatch is being installed. Closing the window ends that half done; it can be run again later.</source>
        <translation>Dispatch をインストール中です。ウィンドウを閉じると途中で終わります。後でもう一度実行できます。</translation>
    </message>
    <message>
        <source>Still at work</source>
        <translation>まだ作業中です</translation>
    </message>
    <message>
        <source>&amp;Keep minikube running</source>
        <translation>minikube を続ける(&amp;K)</translation>
    </message>
    <message>
        <source>Tidying up; the window closes by itself.</source>
        <translation>片付けています。ウィンドウは自動的に閉じます。</translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message>
        <source>&amp;Create…</source>
        <translation>作成(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>起動(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>一時停止(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Unpause</source>
        <translation>一時停止を解除(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>削除(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Repair context</source>
        <translation>コンテキストを修復(&amp;R)</translation>
    </message>
    <message>
        <source>Save &amp;logs…</source>
        <translation>ログを保存(&amp;L)…</translation>
    </message>
    <message>
        <source>Copy &amp;IP</source>
        <translation>IP をコピー(&amp;I)</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>動いているもの</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>アドオン</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>サービス</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>クラスターについて</translation>
    </message>
    <message>
        <source>Profiles of minikube</source>
        <translation>minikube のプロファイル</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>%1 現在</translation>
    </message>
    <message>
        <source>find minikube</source>
        <translation>minikube を見つける</translation>
    </message>
    <message>
        <source>Show the &amp;tools</source>
        <translation>ツールを表示(&amp;T)</translation>
    </message>
    <message>
        <source>%1, in %2.</source>
        <translation>%2 の %1。</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>Dispatch</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>表示(&amp;S)</translation>
    </message>
    <message>
        <source>Point kubeconfig to the cluster again. That makes it the current context, too.</source>
        <translation>kubeconfig を再びこのクラスターに向けます。現在のコンテキストにもなります。</translation>
    </message>
</context>
<context>
    <name>ui::CommandsModel</name>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>終了 %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>中止</translation>
    </message>
</context>
<context>
    <name>ui::CommandsView</name>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>What the command printed</source>
        <translation>コマンドの出力</translation>
    </message>
    <message>
        <source>Copy the comman&amp;d</source>
        <translation>コマンドをコピー(&amp;D)</translation>
    </message>
    <message>
        <source>Copy the o&amp;utput</source>
        <translation>出力をコピー(&amp;U)</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>消去(&amp;E)</translation>
    </message>
    <message>
        <source>Choose a command to see what it printed. Secrets are masked.</source>
        <translation>コマンドを選ぶと出力が表示されます。シークレットは伏せてあります。</translation>
    </message>
    <message>
        <source>Also what the console as&amp;ks by itself</source>
        <translation>コンソールが自ら行う問い合わせも表示(&amp;K)</translation>
    </message>
</context>
<context>
    <name>ui::ComplaintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… ほか %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⚠ %n problems in what was read. What they are about is not imported.</source>
        <translation>
            <numerusform>⚠ 読み込んだものに %n 件の問題があります。該当するものはインポートされません。</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems in what was read</source>
        <translation>読み込んだものの問題</translation>
    </message>
</context>
<context>
    <name>ui::ComposerForm</name>
    <message>
        <source>The data is being checked.</source>
        <translation>データを確認しています。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::ConflictPanel</name>
    <message>
        <source>(hidden values)</source>
        <translation>(隠された値)</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(空)</translation>
    </message>
    <message>
        <source>The server&apos;s copy was changed while this form was open. Nothing was saved yet.</source>
        <translation>このフォームを開いている間に、サーバー側の内容が変更されました。まだ何も保存されていません。</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>On the server now</source>
        <translation>現在のサーバー</translation>
    </message>
    <message>
        <source>In this form</source>
        <translation>このフォーム</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>相違点</translation>
    </message>
    <message>
        <source>Save &amp;mine over it</source>
        <translation>自分の内容で上書き保存(&amp;M)</translation>
    </message>
    <message>
        <source>Take the &amp;server&apos;s</source>
        <translation>サーバーの内容を使う(&amp;S)</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionBand</name>
    <message>
        <source>red</source>
        <translation>赤</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>オレンジ</translation>
    </message>
    <message>
        <source>green</source>
        <translation>緑</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>青</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>紫</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>読み取り専用</translation>
    </message>
    <message>
        <source>insecure: the certificate is not checked, anybody may be in between</source>
        <translation>安全ではありません: 証明書が検証されず、誰かが間に入っている可能性があります</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>接続 %1</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionDesk</name>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>接続の管理(&amp;M)…</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1(コピー)</translation>
    </message>
    <message>
        <source>The secret is not copied: enter it again.</source>
        <translation>シークレットはコピーされません。もう一度入力してください。</translation>
    </message>
    <message>
        <source>Delete the connection?</source>
        <translation>接続を削除しますか?</translation>
    </message>
    <message>
        <source>Delete the connection “%1” to %2 and forget its secrets? The server keeps what is on it.</source>
        <translation>%2 への接続「%1」を削除し、そのシークレットも消去しますか? サーバー上のものは残ります。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>削除(&amp;D)</translation>
    </message>
    <message>
        <source>Export connections without secrets</source>
        <translation>シークレットなしで接続をエクスポート</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>%1 に書き込みました。</translation>
    </message>
    <message>
        <source>&amp;Test this connection…</source>
        <translation>この接続をテスト(&amp;T)…</translation>
    </message>
    <message>
        <source>New &amp;service account…</source>
        <translation>新しいサービスアカウント(&amp;S)…</translation>
    </message>
    <message>
        <source>Made the service account %1. The connection “%2” signs in with it.</source>
        <translation>サービスアカウント %1 を作りました。接続「%2」はこれでサインインします。</translation>
    </message>
    <message numerus="yes">
        <source>Imported %n connections.</source>
        <translation>
            <numerusform>%n 件の接続をインポートしました。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTestDialog</name>
    <message>
        <source>Test the connection</source>
        <translation>接続のテスト</translation>
    </message>
    <message>
        <source>The way to %1:</source>
        <translation>%1 への経路:</translation>
    </message>
    <message>
        <source>Steps of the test</source>
        <translation>テストの手順</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>手順</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>結果の詳細</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>コピー(&amp;O)</translation>
    </message>
    <message>
        <source>Copies the findings, without secrets</source>
        <translation>結果をシークレットなしでコピーします</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>接続(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>新規(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>編集(&amp;E)…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>複製(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>削除(&amp;D)…</translation>
    </message>
    <message>
        <source>E&amp;xport without secrets…</source>
        <translation>シークレットなしでエクスポート(&amp;X)…</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3</source>
        <translation>%1 – %2 · 組織 %3</translation>
    </message>
    <message>
        <source>&amp;From the command line…</source>
        <translation>コマンドラインから(&amp;F)…</translation>
    </message>
</context>
<context>
    <name>ui::CreateDialog</name>
    <message>
        <source>Create a cluster</source>
        <translation>クラスターの作成</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>プロファイル(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Driver</source>
        <translation>ドライバー(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Kubernetes</source>
        <translation>Kubernetes(&amp;K)</translation>
    </message>
    <message>
        <source>CP&amp;Us</source>
        <translation>CPU 数(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>メモリー(&amp;M)</translation>
    </message>
    <message>
        <source>D&amp;isk</source>
        <translation>ディスク(&amp;I)</translation>
    </message>
    <message>
        <source>N&amp;odes</source>
        <translation>ノード数(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Runtime</source>
        <translation>ランタイム(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Add-ons</source>
        <translation>アドオン(&amp;A)</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>the one minikube comes with</source>
        <translation>minikube 付属のもの</translation>
    </message>
    <message>
        <source>&amp;Suit it to Dispatch</source>
        <translation>Dispatch に合わせる(&amp;S)</translation>
    </message>
    <message>
        <source>Kubernetes 1.15.12, which the archived charts of Dispatch need, with enough of all.</source>
        <translation>アーカイブされた Dispatch のチャートに必要な Kubernetes 1.15.12 と、十分な資源にします。</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>作成(&amp;C)</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>キャンセル(&amp;L)</translation>
    </message>
    <message>
        <source>%1 is not found on this machine. To get it: %2.</source>
        <translation>%1 がこのマシンに見つかりません。入手方法: %2。</translation>
    </message>
    <message>
        <source>kubeconfig has a context of this name already; minikube will overwrite it.</source>
        <translation>kubeconfig にこの名前のコンテキストがすでにあります。minikube が上書きします。</translation>
    </message>
    <message>
        <source>This machine has %1 processors, %2 of memory and %3 of free disk.</source>
        <translation>このマシンにはプロセッサー %1 個、メモリー %2、ディスクの空き %3 があります。</translation>
    </message>
    <message>
        <source>Looking at what this machine has…</source>
        <translation>このマシンにあるものを調べています…</translation>
    </message>
</context>
<context>
    <name>ui::CredentialsBox</name>
    <message>
        <source>Where the credentials come from</source>
        <translation>資格情報の取得元</translation>
    </message>
    <message>
        <source>Name of the new secret</source>
        <translation>新しいシークレットの名前</translation>
    </message>
    <message>
        <source>Secret name</source>
        <translation>シークレット名</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>Show values</source>
        <translation>値を表示</translation>
    </message>
    <message>
        <source>No secret for them yet</source>
        <translation>対応するシークレットはまだありません</translation>
    </message>
    <message>
        <source>Secret %1 (%2)</source>
        <translation>シークレット %1(%2)</translation>
    </message>
    <message>
        <source>A new secret with these values</source>
        <translation>これらの値で新しいシークレット</translation>
    </message>
    <message>
        <source>Name of the secret: %1</source>
        <translation>シークレットの名前: %1</translation>
    </message>
    <message>
        <source>There is a secret &quot;%1&quot; already. Choose it, or take another name.</source>
        <translation>シークレット「%1」はすでにあります。それを選ぶか、別の名前にしてください。</translation>
    </message>
    <message>
        <source>The new secret has no values yet.</source>
        <translation>新しいシークレットにまだ値がありません。</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>Needed: %1.</source>
        <translation>必要: %1。</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>、または </translation>
    </message>
    <message>
        <source>Settings can be read by everybody who may list drivers; these belong into a secret.</source>
        <translation>設定は、ドライバーを一覧できる人なら誰でも読めます。これらはシークレットに入れてください。</translation>
    </message>
</context>
<context>
    <name>ui::DataPane</name>
    <message>
        <source>Data as</source>
        <translation>データの形式</translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation>JSON(&amp;J)</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>テキスト(&amp;X)</translation>
    </message>
    <message>
        <source>Fi&amp;le</source>
        <translation>ファイル(&amp;L)</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>整形</translation>
    </message>
    <message>
        <source>One value a line; undo takes it back</source>
        <translation>1 行に 1 つの値。元に戻すこともできます</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>コンパクト</translation>
    </message>
    <message>
        <source>Everything on one line; undo takes it back</source>
        <translation>すべてを 1 行に。元に戻すこともできます</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>移動(&amp;G)</translation>
    </message>
    <message>
        <source>Put the cursor where it is</source>
        <translation>その位置にカーソルを置きます</translation>
    </message>
    <message>
        <source>Data as %1</source>
        <translation>%1 としてのデータ</translation>
    </message>
    <message>
        <source>Data, JSON</source>
        <translation>データ、JSON</translation>
    </message>
    <message>
        <source>The pasted JSON was one very long line and was put on several lines. Its values are the same.</source>
        <translation>貼り付けた JSON は 1 つの非常に長い行だったため、複数の行に分けました。値は同じです。</translation>
    </message>
    <message>
        <source>Data, text</source>
        <translation>データ、テキスト</translation>
    </message>
    <message>
        <source>Sent as it stands here, as a JSON string</source>
        <translation>ここにあるとおりに、JSON 文字列として送られます</translation>
    </message>
    <message numerus="yes">
        <source> (and %n more)</source>
        <translation>
            <numerusform> (ほか %n 件)</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>確認しています…</translation>
    </message>
    <message numerus="yes">
        <source>An event carries one file: the first of %n was taken.</source>
        <translation>
            <numerusform>イベントが運ぶファイルは 1 つです。%n 個のうち最初のものを使います。</numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long for the editor and is being kept as a file…</source>
        <translation>テキストがエディターには長すぎるため、ファイルとして保存しています…</translation>
    </message>
    <message>
        <source>The text was too long for the editor and was kept as this file. It arrives as one string. What was typed before is still there.</source>
        <translation>テキストがエディターには長すぎたため、このファイルとして保存しました。1 つの文字列として届きます。以前に入力したものは残っています。</translation>
    </message>
</context>
<context>
    <name>ui::DeleteCluster</name>
    <message numerus="yes">
        <source>its %n machines or containers (%1)</source>
        <translation>
            <numerusform>%n 個のマシンまたはコンテナー(%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>its disk, with every image and volume on it</source>
        <translation>ディスクと、その上のすべてのイメージとボリューム</translation>
    </message>
    <message>
        <source>everything that runs in it; a Dispatch too, with its event drivers, secrets, subscriptions and functions</source>
        <translation>中で動いているすべて。Dispatch も、そのイベントドライバー、シークレット、サブスクリプション、関数も含みます</translation>
    </message>
    <message>
        <source>its context in kubeconfig</source>
        <translation>kubeconfig のコンテキスト</translation>
    </message>
    <message>
        <source>Delete a cluster</source>
        <translation>クラスターの削除</translation>
    </message>
    <message>
        <source>Delete the cluster %1? This goes with it:</source>
        <translation>クラスター %1 を削除しますか? 次のものも一緒に消えます:</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>元に戻すことはできません。</translation>
    </message>
    <message>
        <source>It was not &amp;made by this console; delete it all the same</source>
        <translation>このコンソールで作られたものではありませんが、それでも削除する(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>削除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>キャンセル(&amp;C)</translation>
    </message>
</context>
<context>
    <name>ui::DeleteDialog</name>
    <message>
        <source>Delete %1</source>
        <translation>%1の削除</translation>
    </message>
    <message>
        <source>What goes, and what uses it</source>
        <translation>消えるものと、それを使うもの</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>削除(&amp;D)</translation>
    </message>
    <message>
        <source>Delete the %1 &quot;%2&quot;?</source>
        <translation>%1「%2」を削除しますか?</translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n resources (%1)?</source>
        <translation>
            <numerusform>これら %n 個のリソース(%1)を削除しますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>The runs of a function, with their output and logs, are deleted with it.</source>
        <translation>関数の実行は、出力とログも含めて一緒に削除されます。</translation>
    </message>
    <message>
        <source>A driver that is still CREATING may leave its container running behind. Better wait for READY.</source>
        <translation>まだ CREATING のドライバーは、コンテナーを動いたまま残すことがあります。READY まで待つほうが安全です。</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in use. What uses them stays, and fails.</source>
        <translation>
            <numerusform>そのうち %n 個は使用中です。それらを使うものは残り、失敗するようになります。</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting %1 of %2…</source>
        <translation>%2 個中 %1 個目を削除しています…</translation>
    </message>
    <message>
        <source>%1 of %2 deleted, %3 failed.</source>
        <translation>%2 個中 %1 個を削除、%3 個が失敗。</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>Stopping after this one…</source>
        <translation>これが終わったら停止します…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>キャンセル(&amp;C)</translation>
    </message>
    <message>
        <source>Undo can bring the values of a secret back only until this console is closed.</source>
        <translation>シークレットの値を元に戻せるのは、このコンソールを閉じるまでです。</translation>
    </message>
    <message numerus="yes">
        <source>Delete what &amp;uses them too, first (%n)</source>
        <translation>
            <numerusform>それらを使うものも先に削除する(%n)(&amp;U)</numerusform>
        </translation>
    </message>
    <message>
        <source>From the top down. The first that does not go ends it.</source>
        <translation>上から順に進めます。削除できないものがあると、そこで終わります。</translation>
    </message>
</context>
<context>
    <name>ui::DeletionsModel</name>
    <message>
        <source>and %1 more</source>
        <translation>ほか %1 件</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>deleting…</source>
        <translation>削除しています…</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除済み</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用元</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>ui::DetailsPane</name>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Details of the selection</source>
        <translation>選択したものの詳細</translation>
    </message>
    <message>
        <source>What it uses and what uses it</source>
        <translation>使うものと使われるもの</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n 個選択</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a row to see its details.</source>
        <translation>行を選ぶと詳細が表示されます。</translation>
    </message>
</context>
<context>
    <name>ui::DifferenceModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>メンバー</translation>
    </message>
</context>
<context>
    <name>ui::DispatchView</name>
    <message>
        <source>&amp;1 Check</source>
        <translation>&amp;1 チェック</translation>
    </message>
    <message>
        <source>&amp;2 Settings</source>
        <translation>&amp;2 設定</translation>
    </message>
    <message>
        <source>Dispatch on this cluster</source>
        <translation>このクラスターの Dispatch</translation>
    </message>
    <message>
        <source>&amp;Uninstall…</source>
        <translation>アンインストール(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>ドライラン(&amp;D)</translation>
    </message>
    <message>
        <source>Asks the cluster and changes nothing. It only works where Dispatch is installed already: it asks for what it would have installed.</source>
        <translation>クラスターに問い合わせるだけで、何も変更しません。インストールしたはずのものを問い合わせるため、Dispatch がすでにインストールされている場合にのみ動きます。</translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation>インストール(&amp;I)</translation>
    </message>
    <message>
        <source>Only the original installer is run from here.</source>
        <translation>ここから実行できるのは、元のインストーラーだけです。</translation>
    </message>
    <message>
        <source>The cluster has to run first.</source>
        <translation>先にクラスターを起動する必要があります。</translation>
    </message>
    <message>
        <source>Install Dispatch in %1</source>
        <translation>%1 に Dispatch をインストール</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>コピーしました: %1</translation>
    </message>
    <message>
        <source>These are settings of the cluster %1: select it first.</source>
        <translation>これらはクラスター %1 の設定です。先にそのクラスターを選択してください。</translation>
    </message>
    <message>
        <source>Changed in the settings of the cluster %1.</source>
        <translation>クラスター %1 の設定を変更しました。</translation>
    </message>
</context>
<context>
    <name>ui::DriverOpinion</name>
    <message>
        <source>The cluster: not known</source>
        <translation>クラスター: 不明</translation>
    </message>
    <message>
        <source>The cluster agrees</source>
        <translation>クラスターと一致</translation>
    </message>
    <message>
        <source>The cluster disagrees</source>
        <translation>クラスターと不一致</translation>
    </message>
    <message>
        <source>What the cluster says about the driver</source>
        <translation>ドライバーについてクラスターが示すこと</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>クラスターに問い合わせています…</translation>
    </message>
</context>
<context>
    <name>ui::DriverSettingsEditor</name>
    <message>
        <source>Other settings</source>
        <translation>その他の設定</translation>
    </message>
    <message>
        <source>More settings of this driver</source>
        <translation>このドライバーのその他の設定</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>資格情報</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation>%1 には %2 が必要です。</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>、または </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 does not know &quot;%2&quot; and may refuse to start.</source>
        <translation>%1 は「%2」を知らず、起動を拒む可能性があります。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read by everybody here; it belongs into a secret.</source>
        <translation>「%1」はここでは誰でも読めます。シークレットに入れてください。</translation>
    </message>
</context>
<context>
    <name>ui::EmptyHint</name>
    <message>
        <source>A driver type names the image that brings events of one source, for example vCenter, AWS or a clock. Register one, then start drivers from it.</source>
        <translation>ドライバータイプは、vCenter、AWS、時計など、1 つの送信元のイベントをもたらすイメージを示します。登録してから、それを使ってドライバーを起動してください。</translation>
    </message>
    <message>
        <source>A driver runs and turns what happens somewhere into events. Start one and watch it become READY.</source>
        <translation>ドライバーは動き続け、どこかで起きたことをイベントに変えます。起動して、READY になるのを確かめてください。</translation>
    </message>
    <message>
        <source>A secret keeps passwords and keys by name, so that drivers and functions can use them without showing them.</source>
        <translation>シークレットはパスワードや鍵を名前で保管し、ドライバーや関数が中身を見せずに使えるようにします。</translation>
    </message>
    <message>
        <source>A subscription runs a function each time an event of one type arrives.</source>
        <translation>サブスクリプションは、あるタイプのイベントが届くたびに関数を実行します。</translation>
    </message>
    <message>
        <source>A function is your code. Subscriptions run it for events; you can run it by hand as well.</source>
        <translation>関数はあなたのコードです。サブスクリプションがイベントに応じて実行します。手で実行することもできます。</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>サーバーに問い合わせています…</translation>
    </message>
    <message>
        <source>No %1 yet</source>
        <translation>%1はまだありません</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>絞り込みに一致するものがありません</translation>
    </message>
    <message>
        <source>The list could not be read</source>
        <translation>一覧を読み込めませんでした</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>絞り込みを解除</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>新しい%1…</translation>
    </message>
    <message>
        <source>Not on this server</source>
        <translation>このサーバーにはありません</translation>
    </message>
    <message>
        <source>This Dispatch server does not offer %1. Nothing is wrong with it.</source>
        <translation>この Dispatch サーバーは%1を提供していません。異常ではありません。</translation>
    </message>
</context>
<context>
    <name>ui::EventSender</name>
    <message>
        <source>send event %1</source>
        <translation>イベント %1 を送信する</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>なし: 中止されました</translation>
    </message>
    <message>
        <source>All of the event was on its way: the server may have taken it.</source>
        <translation>イベントはすべて送り出されました。サーバーが受け取った可能性があります。</translation>
    </message>
    <message>
        <source>It was cancelled before all of it was sent: the server did not take it.</source>
        <translation>すべて送り終える前にキャンセルされました。サーバーは受け取っていません。</translation>
    </message>
    <message>
        <source>Look at the runs before you send it again.</source>
        <translation>もう一度送信する前に、実行を確認してください。</translation>
    </message>
    <message>
        <source>The draft is still here: send it when you like.</source>
        <translation>下書きは残っています。いつでも送信できます。</translation>
    </message>
</context>
<context>
    <name>ui::EventTypeEditor</name>
    <message>
        <source>&quot;%1&quot; has this event type too. On Dispatch Solo each event reaches only one of the two.</source>
        <translation>「%1」もこのイベントタイプです。Dispatch Solo では、各イベントはどちらか一方にしか届きません。</translation>
    </message>
</context>
<context>
    <name>ui::EventsPage</name>
    <message>
        <source>All runs</source>
        <translation>すべての実行</translation>
    </message>
    <message>
        <source>About the event</source>
        <translation>イベントについて</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>トレース</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>&amp;Look at the file again</source>
        <translation>ファイルをもう一度確認(&amp;L)</translation>
    </message>
    <message>
        <source>This sends the event.</source>
        <translation>イベントを送信します。</translation>
    </message>
    <message>
        <source>This sends the event once more.</source>
        <translation>イベントをもう一度送信します。</translation>
    </message>
</context>
<context>
    <name>ui::EventsPane</name>
    <message>
        <source>Filter the events</source>
        <translation>イベントを絞り込む</translation>
    </message>
    <message>
        <source>Only of the &amp;selected pod</source>
        <translation>選択した Pod のみ(&amp;S)</translation>
    </message>
    <message>
        <source>Events of the cluster</source>
        <translation>クラスターのイベント</translation>
    </message>
    <message>
        <source>No event is like that.</source>
        <translation>該当するイベントはありません。</translation>
    </message>
    <message>
        <source>The cluster keeps its events for about an hour. There is none.</source>
        <translation>クラスターはイベントを約 1 時間保存します。今はありません。</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export as YAML</source>
        <translation>YAML としてエクスポート</translation>
    </message>
    <message>
        <source>What</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方法</translation>
    </message>
    <message numerus="yes">
        <source>The &amp;selection (%n, %1)</source>
        <translation>
            <numerusform>選択したもの(%n 個、%1)(&amp;S)</numerusform>
        </translation>
    </message>
    <message>
        <source>All of this &amp;tab (%1)</source>
        <translation>このタブのすべて(%1)(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation>すべて(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation>1 つのファイル(&amp;O)</translation>
    </message>
    <message>
        <source>A file for e&amp;ach resource, in a folder</source>
        <translation>リソースごとのファイルを 1 つのフォルダーに(&amp;A)</translation>
    </message>
    <message>
        <source>Sa&amp;fe for the original command line (no --- inside values)</source>
        <translation>元のコマンドラインでも安全に(値の中に --- なし)(&amp;F)</translation>
    </message>
    <message>
        <source>With the &amp;values of secrets</source>
        <translation>シークレットの値も含める(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>サーバーに問い合わせています…</translation>
    </message>
    <message>
        <source>The values stand in the file as they are. Only you can read it (mode 0600): keep it so, and do not put it under version control.</source>
        <translation>値はそのままファイルに書かれます。読めるのはあなただけです(モード 0600)。そのままにし、バージョン管理には入れないでください。</translation>
    </message>
    <message>
        <source>Secrets are exported with their names only. Functions are exported without their source, which no server gives back.</source>
        <translation>シークレットは名前だけがエクスポートされます。関数はソースなしでエクスポートされます。ソースを返すサーバーはありません。</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>エクスポート先</translation>
    </message>
    <message>
        <source>YAML (*.yaml *.yml)</source>
        <translation>YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>ui::ExtensionsGrid</name>
    <message>
        <source>name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>JSON value, for example &quot;text&quot; or 1</source>
        <translation>JSON の値。例: &quot;text&quot;、1</translation>
    </message>
    <message>
        <source>Remove this extension</source>
        <translation>この拡張属性を取り除く</translation>
    </message>
    <message>
        <source>Name of extension %1</source>
        <translation>拡張属性 %1 の名前</translation>
    </message>
    <message>
        <source>Value of extension %1, JSON</source>
        <translation>拡張属性 %1 の値、JSON</translation>
    </message>
    <message>
        <source>Remove extension %1</source>
        <translation>拡張属性 %1 を取り除く</translation>
    </message>
</context>
<context>
    <name>ui::FailureCard</name>
    <message>
        <source>Failure</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>What minikube printed</source>
        <translation>minikube の出力</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>対処</translation>
    </message>
    <message>
        <source>Could not %1: %2</source>
        <translation>%1ことができませんでした: %2</translation>
    </message>
    <message>
        <source>%1 · exit code %2</source>
        <translation>%1 · 終了コード %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Change the settings…</source>
        <translation>設定を変更…</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>コンテキストを修復</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>一時停止を解除</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>起動</translation>
    </message>
    <message>
        <source>Show the tools</source>
        <translation>ツールを表示</translation>
    </message>
    <message>
        <source>Show what it printed</source>
        <translation>出力を表示</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>ログを保存…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>ui::FilePane</name>
    <message>
        <source>About the file</source>
        <translation>ファイルについて</translation>
    </message>
    <message>
        <source>Send as &amp;binary (base64), also when it is text</source>
        <translation>テキストでもバイナリ(base64)として送る(&amp;B)</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>ファイルのパス</translation>
    </message>
    <message>
        <source>Drop a file here, choose one, or type its path and press Enter</source>
        <translation>ここにファイルをドロップするか、選ぶか、パスを入力して Enter を押してください</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>選択(&amp;H)…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近のファイル</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>ファイルの読み込み</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Cancel reading the file</source>
        <translation>ファイルの読み込みをキャンセル</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>もう一度確認(&amp;L)</translation>
    </message>
    <message>
        <source>Picture in the file</source>
        <translation>ファイルの画像</translation>
    </message>
    <message>
        <source>Beginning of the file</source>
        <translation>ファイルの先頭</translation>
    </message>
    <message>
        <source>Choose the file to send</source>
        <translation>送信するファイルを選択</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>ファイルはまだありません</translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation>履歴を消去(&amp;F)</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込んでいます…</translation>
    </message>
    <message>
        <source>Reading was cancelled. The event can be sent when the file was read.</source>
        <translation>読み込みはキャンセルされました。イベントを送信できるのは、ファイルを読み込んだ後です。</translation>
    </message>
    <message>
        <source>The file is empty: the event goes without data.</source>
        <translation>ファイルは空です。イベントはデータなしで送られます。</translation>
    </message>
    <message>
        <source>goes as a JSON string</source>
        <translation>JSON 文字列として送られます</translation>
    </message>
    <message>
        <source>goes as base64 in a JSON string</source>
        <translation>JSON 文字列の中の base64 として送られます</translation>
    </message>
    <message>
        <source>text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>バイナリ</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 バイト</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>%1 (%2, %3)
%4, modified %5
SHA-256 %6</source>
        <translation>%1(%2、%3)
%4、更新 %5
SHA-256 %6</translation>
    </message>
</context>
<context>
    <name>ui::ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation>ポートの転送</translation>
    </message>
    <message>
        <source>Reach a port of %1 from this machine.</source>
        <translation>このマシンから %1 のポートに到達できるようにします。</translation>
    </message>
    <message>
        <source>&amp;Port of the pod</source>
        <translation>Pod のポート(&amp;P)</translation>
    </message>
    <message>
        <source>Port of the pod</source>
        <translation>Pod のポート</translation>
    </message>
    <message>
        <source>Port &amp;here</source>
        <translation>こちらのポート(&amp;H)</translation>
    </message>
    <message>
        <source>Port on this machine</source>
        <translation>このマシンのポート</translation>
    </message>
    <message>
        <source>any free one</source>
        <translation>空いているもの</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>転送(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>キャンセル(&amp;C)</translation>
    </message>
    <message>
        <source>A port is a number from 1 to %1.</source>
        <translation>ポートは 1 から %1 までの数です。</translation>
    </message>
    <message>
        <source>Ports below %1 are for the system: this may be refused.</source>
        <translation>%1 未満のポートはシステム用です。拒否される可能性があります。</translation>
    </message>
    <message>
        <source>Only programs on this machine reach it. It ends with the console.</source>
        <translation>到達できるのはこのマシンのプログラムだけです。コンソールと一緒に終わります。</translation>
    </message>
</context>
<context>
    <name>ui::ForwardModel</name>
    <message>
        <source>starting</source>
        <translation>開始中</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>lost, trying again</source>
        <translation>切断、再試行中</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>停止処理中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Cluster / namespace / pod</source>
        <translation>クラスター / 名前空間 / Pod</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>こちら</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
</context>
<context>
    <name>ui::ForwardsView</name>
    <message>
        <source>Copied %1.</source>
        <translation>%1 をコピーしました。</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>転送中のポート</translation>
    </message>
    <message>
        <source>Open in the &amp;browser</source>
        <translation>ブラウザーで開く(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>アドレスをコピー(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>取り除く(&amp;R)</translation>
    </message>
    <message>
        <source>Select a pod and choose “Forward a port…”: it can then be reached from this machine only.</source>
        <translation>Pod を選び「ポートの転送…」を選んでください。このマシンからだけ到達できるようになります。</translation>
    </message>
</context>
<context>
    <name>ui::HelpBoxes</name>
    <message>
        <source>New</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Copy as YAML</source>
        <translation>YAML としてコピー</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Ctrl+C</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>About Dispatch Console</source>
        <translation>Dispatch Console について</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration of VMware Dispatch event systems.&lt;/p&gt;&lt;p&gt;GPL 3.0 or later. No account, no telemetry.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;VMware Dispatch のイベントシステムの管理。&lt;/p&gt;&lt;p&gt;GPL 3.0 以降。アカウントもテレメトリーもありません。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>ui::HistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation>まだ応答なし</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>実行なし</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1: なし</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>イベントタイプ</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>イベント ID</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
</context>
<context>
    <name>ui::HistoryView</name>
    <message>
        <source>Any time</source>
        <translation>すべての期間</translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation>過去 1 時間</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>過去 1 日</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>過去 7 日</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>過去 30 日</translation>
    </message>
    <message>
        <source>History of sent events</source>
        <translation>送信済みイベントの履歴</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>履歴を検索</translation>
    </message>
    <message>
        <source>Search: words of the data, type:… source:… id:…</source>
        <translation>検索: データの語、type:… source:… id:…</translation>
    </message>
    <message>
        <source>Sent when</source>
        <translation>送信時期</translation>
    </message>
    <message>
        <source>Sent events</source>
        <translation>送信済みイベント</translation>
    </message>
    <message>
        <source>&amp;Open in the composer</source>
        <translation>作成画面で開く(&amp;O)</translation>
    </message>
    <message>
        <source>Send &amp;again</source>
        <translation>もう一度送信(&amp;A)</translation>
    </message>
    <message>
        <source>Copy the &amp;id</source>
        <translation>ID をコピー(&amp;I)</translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation>削除(&amp;L)…</translation>
    </message>
    <message>
        <source>Nothing that was sent is like that.</source>
        <translation>送信したものの中に該当するものはありません。</translation>
    </message>
    <message>
        <source>What you send is kept here, with the answer and the runs it caused.</source>
        <translation>送信したものは、応答と、引き起こした実行とともにここに保存されます。</translation>
    </message>
    <message>
        <source>Delete from the history</source>
        <translation>履歴から削除</translation>
    </message>
    <message>
        <source>Delete the event %1 from the history?</source>
        <translation>イベント %1 を履歴から削除しますか?</translation>
    </message>
    <message>
        <source>What it did on the server stays as it is.</source>
        <translation>サーバー上で行ったことは変わりません。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>削除(&amp;D)</translation>
    </message>
</context>
<context>
    <name>ui::ImageEditor</name>
    <message>
        <source>The server has no image &quot;%1&quot;; it has %2.</source>
        <translation>サーバーにイメージ「%1」はありません。あるもの: %2。</translation>
    </message>
</context>
<context>
    <name>ui::ImportReport</name>
    <message>
        <source>◐ working…</source>
        <translation>◐ 処理中…</translation>
    </message>
    <message>
        <source>● done</source>
        <translation>● 完了</translation>
    </message>
    <message>
        <source>= was there already</source>
        <translation>= すでに存在</translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation>▲ 失敗</translation>
    </message>
    <message>
        <source>○ not tried</source>
        <translation>○ 未試行</translation>
    </message>
    <message>
        <source>↶ rolled back</source>
        <translation>↶ ロールバック済み</translation>
    </message>
    <message>
        <source>▲ not rolled back</source>
        <translation>▲ ロールバック失敗</translation>
    </message>
</context>
<context>
    <name>ui::ImportWindow</name>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>&amp;Stop at the first failure</source>
        <translation>最初の失敗で停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Delete what the files do not name</source>
        <translation>ファイルにないものを削除(&amp;D)</translation>
    </message>
    <message>
        <source>Of the kinds that occur in the files. What uses something goes before it.</source>
        <translation>ファイルに現れる種類だけが対象です。使う側が先に削除されます。</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>インポートの進行状況</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>キャンセル(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>ロールバック(&amp;R)</translation>
    </message>
    <message>
        <source>Save r&amp;eport…</source>
        <translation>レポートを保存(&amp;E)…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込んでいます…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>サーバーに問い合わせています…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>比較しています…</translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation>貼り付けたテキスト</translation>
    </message>
    <message numerus="yes">
        <source>A&amp;pply %n changes</source>
        <translation>
            <numerusform>%n 件の変更を適用(&amp;P)</numerusform>
        </translation>
    </message>
    <message>
        <source>A&amp;pply</source>
        <translation>適用(&amp;P)</translation>
    </message>
    <message>
        <source>Drop files here, or choose where the import comes from.</source>
        <translation>ここにファイルをドロップするか、インポート元を選んでください。</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>インポートするものがありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n to create</source>
        <translation>
            <numerusform>作成 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to change</source>
        <translation>
            <numerusform>変更 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to delete</source>
        <translation>
            <numerusform>削除 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>同じ %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>ブロック %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%2 件中 %1 件完了</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失敗 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>未試行 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rolled back</source>
        <translation>
            <numerusform>ロールバック済み %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be rolled back</source>
        <translation>
            <numerusform>ロールバックできず %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>レポートを保存</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 を保存しました。</translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>完了 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>残り %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of which nobody can tell</source>
        <translation>
            <numerusform>結果不明 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>This import was interrupted: %1. Apply the rest, or roll back what was done.</source>
        <translation>このインポートは中断されました: %1。残りを適用するか、済んだものをロールバックしてください。</translation>
    </message>
    <message numerus="yes">
        <source>Rolled back: %n changes.</source>
        <translation>
            <numerusform>%n 件の変更をロールバックしました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This makes %n changes.</source>
        <translation>
            <numerusform>%n 件の変更を行います。</numerusform>
        </translation>
    </message>
    <message>
        <source>This takes back what the import did.</source>
        <translation>インポートが行ったことを取り消します。</translation>
    </message>
</context>
<context>
    <name>ui::InstallForm</name>
    <message>
        <source>%1, version</source>
        <translation>%1、バージョン</translation>
    </message>
    <message>
        <source>%1, repository</source>
        <translation>%1、リポジトリ</translation>
    </message>
    <message>
        <source>the newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>&amp;More settings</source>
        <translation>その他の設定(&amp;M)</translation>
    </message>
    <message>
        <source>Charts, &amp;repositories and versions</source>
        <translation>チャート、リポジトリ、バージョン(&amp;R)</translation>
    </message>
    <message>
        <source>Use today&apos;s chart repositories in place of those that are gone</source>
        <translation>なくなったチャートリポジトリの代わりに現在のものを使う</translation>
    </message>
    <message>
        <source>&amp;Folder with charts of Dispatch</source>
        <translation>Dispatch のチャートのフォルダー(&amp;F)</translation>
    </message>
    <message>
        <source>Folder with charts of Dispatch</source>
        <translation>Dispatch のチャートのフォルダー</translation>
    </message>
    <message>
        <source>none: they are fetched</source>
        <translation>なし: 取得します</translation>
    </message>
    <message>
        <source>Time for each chart</source>
        <translation>チャートごとの時間</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Install also beside releases that failed</source>
        <translation>失敗したリリースがあってもインストール</translation>
    </message>
</context>
<context>
    <name>ui::InstallProgress</name>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Ca&amp;ncel…</source>
        <translation>キャンセル(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>出力(&amp;O)</translation>
    </message>
    <message>
        <source>Show what the installer printed</source>
        <translation>インストーラーの出力を表示</translation>
    </message>
    <message>
        <source>Output of the installer</source>
        <translation>インストーラーの出力</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>接続(&amp;C)…</translation>
    </message>
    <message>
        <source>Installing Dispatch in %1</source>
        <translation>%1 に Dispatch をインストール中</translation>
    </message>
    <message>
        <source>Trying an installation in %1. On a cluster without Dispatch this fails: it installs nothing, and then asks for what it would have installed. It tells whether the installer takes the file.</source>
        <translation>%1 でインストールを試しています。Dispatch のないクラスターでは失敗します。何もインストールせず、その後で、インストールしたはずのものを問い合わせるためです。インストーラーがファイルを受け付けるかどうかは分かります。</translation>
    </message>
    <message>
        <source>Uninstalling Dispatch from %1</source>
        <translation>%1 から Dispatch をアンインストール中</translation>
    </message>
    <message>
        <source>Getting ready, %1</source>
        <translation>準備中、%1</translation>
    </message>
    <message>
        <source>Looking whether all is there, %1</source>
        <translation>すべてそろっているか確認中、%1</translation>
    </message>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation>手順 %1/%2、%3</translation>
    </message>
    <message>
        <source>Step %1 of %2: certificate in %3, %4</source>
        <translation>手順 %1/%2: %3 の証明書、%4</translation>
    </message>
    <message>
        <source>Step %1 of %2: chart %3, %4. Nothing is said while a chart installs.</source>
        <translation>手順 %1/%2: チャート %3、%4。チャートのインストール中は何も出力されません。</translation>
    </message>
    <message>
        <source>Pods wait: %1</source>
        <translation>待機中の Pod: %1</translation>
    </message>
    <message>
        <source>That hardly gets better by itself; you may as well cancel.</source>
        <translation>待っても良くなる見込みはほとんどありません。キャンセルしてかまいません。</translation>
    </message>
    <message>
        <source>It was cancelled. What was installed before stays.</source>
        <translation>キャンセルされました。それまでにインストールされたものは残ります。</translation>
    </message>
    <message>
        <source>Install again, or uninstall.</source>
        <translation>もう一度インストールするか、アンインストールしてください。</translation>
    </message>
    <message>
        <source>The release %1 may be half made: purge it before you install again.</source>
        <translation>リリース %1 は作りかけの可能性があります。もう一度インストールする前に完全に削除してください。</translation>
    </message>
    <message>
        <source>Dispatch is uninstalled from %1.</source>
        <translation>%1 から Dispatch をアンインストールしました。</translation>
    </message>
    <message>
        <source>The installer takes the file, and found everything that it asked for.</source>
        <translation>インストーラーはファイルを受け付け、問い合わせたものをすべて見つけました。</translation>
    </message>
    <message>
        <source>Dispatch is installed in %1, at %2.</source>
        <translation>%1 に Dispatch をインストールしました。アドレスは %2 です。</translation>
    </message>
    <message>
        <source>Its certificate was made by the installer, so that the connection takes it unchecked; pin it to be safe.</source>
        <translation>証明書はインストーラーが作ったものなので、接続では検証しません。安全のために固定してください。</translation>
    </message>
    <message>
        <source>Cancel the installation?</source>
        <translation>インストールをキャンセルしますか?</translation>
    </message>
    <message>
        <source>What is installed so far stays, and the chart that is being installed may be left half made. The next installation then stumbles over it until it is purged.</source>
        <translation>それまでにインストールされたものは残り、インストール中のチャートは作りかけのまま残ることがあります。その場合、完全に削除するまで次のインストールの妨げになります。</translation>
    </message>
    <message>
        <source>&amp;Cancel the installation</source>
        <translation>インストールをキャンセル(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>続ける(&amp;G)</translation>
    </message>
</context>
<context>
    <name>ui::InstallQuestions</name>
    <message>
        <source>All releases of Dispatch are purged: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper and dispatch. With them go the namespaces openfaas, jaeger, riff, kong, zookeeper and dispatch and everything in them: functions, drivers, subscriptions, secrets, images and all data, also what others put there.</source>
        <translation>Dispatch のリリースはすべて完全に削除されます: ingress、postgres、docker-registry、openfaas、jaeger、riff、transport、rabbitmq、api-gateway、zookeeper、dispatch。名前空間 openfaas、jaeger、riff、kong、zookeeper、dispatch と、その中のすべてのもの(関数、ドライバー、サブスクリプション、シークレット、イメージ、すべてのデータ。ほかの人が入れたものも含みます)も一緒に削除されます。</translation>
    </message>
    <message>
        <source>The cluster stays, and so does tiller. Install file, certificates and the configuration of the command line stay in %1. Connections of this console stay, and will not be answered.</source>
        <translation>クラスターと tiller は残ります。インストールファイル、証明書、コマンドラインの設定は %1 に残ります。このコンソールの接続も残りますが、応答はなくなります。</translation>
    </message>
    <message>
        <source>Install Dispatch all the same?</source>
        <translation>それでも Dispatch をインストールしますか?</translation>
    </message>
    <message>
        <source>The check found %1 things with which an installation in %2 cannot work. What gets installed before it fails stays in the cluster.</source>
        <translation>確認の結果、%2 へのインストールを不可能にする項目が %1 件見つかりました。失敗するまでにインストールされたものはクラスターに残ります。</translation>
    </message>
    <message>
        <source>&amp;Install all the same</source>
        <translation>それでもインストール(&amp;I)</translation>
    </message>
    <message>
        <source>Uninstall Dispatch?</source>
        <translation>Dispatch をアンインストールしますか?</translation>
    </message>
    <message>
        <source>Uninstall Dispatch from the cluster “%1”?</source>
        <translation>クラスター「%1」から Dispatch をアンインストールしますか?</translation>
    </message>
    <message>
        <source>&amp;Uninstall</source>
        <translation>アンインストール(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Keep the namespaces, with what is left in them</source>
        <translation>名前空間を、中に残っているものごと残す(&amp;K)</translation>
    </message>
</context>
<context>
    <name>ui::InstallSettings</name>
    <message>
        <source>The install &amp;file, secrets masked</source>
        <translation>インストールファイル、シークレットは伏せ字(&amp;F)</translation>
    </message>
    <message>
        <source>The install file, secrets masked</source>
        <translation>インストールファイル、シークレットは伏せ字</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>開く(&amp;O)…</translation>
    </message>
    <message>
        <source>Open an install file</source>
        <translation>インストールファイルを開く</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>名前を付けて保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Save the install file, with its secrets</source>
        <translation>インストールファイルをシークレットも含めて保存</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML ファイル (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Save the install file</source>
        <translation>インストールファイルを保存</translation>
    </message>
    <message>
        <source>save the install file</source>
        <translation>インストールファイルを保存する</translation>
    </message>
    <message>
        <source>Saved, readable for you only: %1</source>
        <translation>保存しました。読めるのはあなただけです: %1</translation>
    </message>
</context>
<context>
    <name>ui::JobButton</name>
    <message>
        <source>No job runs</source>
        <translation>動いているジョブはありません</translation>
    </message>
    <message>
        <source>Show the window of the job</source>
        <translation>ジョブのウィンドウを表示</translation>
    </message>
</context>
<context>
    <name>ui::JobForm</name>
    <message>
        <source>The &amp;draft, this often:</source>
        <translation>下書きを次の回数(&amp;D):</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>回数</translation>
    </message>
    <message>
        <source>A &amp;file of JSON lines:</source>
        <translation>JSON Lines のファイル(&amp;F):</translation>
    </message>
    <message>
        <source>File of JSON lines</source>
        <translation>JSON Lines のファイル</translation>
    </message>
    <message>
        <source>An event or the data of one on each line; the rest comes from the draft</source>
        <translation>各行にイベントまたはそのデータを 1 つ。残りは下書きから取ります</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>参照(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;How fast:</source>
        <translation>速さ(&amp;H):</translation>
    </message>
    <message>
        <source>How fast</source>
        <translation>速さ</translation>
    </message>
    <message>
        <source>As fast as answers come</source>
        <translation>応答が来る限り速く</translation>
    </message>
    <message>
        <source>With an interval</source>
        <translation>一定の間隔で</translation>
    </message>
    <message>
        <source>At a rate</source>
        <translation>一定の頻度で</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Interval in milliseconds</source>
        <translation>間隔(ミリ秒)</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> 件/秒</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>1 秒あたりのイベント数</translation>
    </message>
    <message>
        <source>&amp;At once, at most:</source>
        <translation>同時送信の上限(&amp;A):</translation>
    </message>
    <message>
        <source>Events on their way at once, at most</source>
        <translation>同時に送信中のイベントの上限</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl *.ndjson *.json *.txt);;All files (*)</source>
        <translation>JSON Lines (*.jsonl *.ndjson *.json *.txt);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Choose the file whose lines are to be sent.</source>
        <translation>各行を送信するファイルを選んでください。</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>ファイル %1 はありません。</translation>
    </message>
</context>
<context>
    <name>ui::JobPlot</name>
    <message>
        <source>Rate and latency of the job</source>
        <translation>ジョブの頻度と応答時間</translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation>まだ何も送信されていません。</translation>
    </message>
    <message>
        <source>After %1 seconds: %2 events a second now, %3 at most; answers take %4 ms, the slowest twentieth more than %5 ms; %6 ms at worst.</source>
        <translation>%1 秒経過: 現在 %2 件/秒、最大 %3 件/秒。応答は %4 ms、遅い 5% は %5 ms 超、最大 %6 ms。</translation>
    </message>
    <message>
        <source>The rate and the latency of the job appear here.</source>
        <translation>ジョブの頻度と応答時間がここに表示されます。</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>件/秒</translation>
    </message>
    <message>
        <source>Answer, ms</source>
        <translation>応答、ms</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
</context>
<context>
    <name>ui::JobView</name>
    <message>
        <source>Starting</source>
        <translation>起動中</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止処理中</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>一時停止処理中</translation>
    </message>
    <message>
        <source>Unpausing</source>
        <translation>一時停止の解除中</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>削除中</translation>
    </message>
    <message>
        <source>Repairing the context</source>
        <translation>コンテキストを修復中</translation>
    </message>
    <message>
        <source>Enabling an add-on</source>
        <translation>アドオンを有効にしています</translation>
    </message>
    <message>
        <source>Disabling an add-on</source>
        <translation>アドオンを無効にしています</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>キャンセル(&amp;N)</translation>
    </message>
    <message>
        <source>Cancel what is being done to the cluster</source>
        <translation>クラスターに対する処理をキャンセル</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: step %2 of %3, %4</source>
        <translation>%1: 手順 %2/%3、%4</translation>
    </message>
    <message>
        <source>Cancelling; minikube tidies up first…</source>
        <translation>キャンセルしています。minikube が先に後片付けをします…</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>警告: %1</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>%1 をダウンロードしています</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>%1 経過</translation>
    </message>
    <message>
        <source>about %1 left, as earlier starts took</source>
        <translation>以前の起動から見て、残り約 %1</translation>
    </message>
    <message>
        <source>longer than earlier starts took</source>
        <translation>以前の起動より長くかかっています</translation>
    </message>
    <message>
        <source>begun by an earlier console</source>
        <translation>以前のコンソールが開始</translation>
    </message>
    <message>
        <source>minikube has said nothing for %1; downloads and slow machines take long, a hang looks the same</source>
        <translation>minikube から %1 の間、出力がありません。ダウンロードや遅いマシンでは時間がかかり、ハングしていても同じに見えます</translation>
    </message>
</context>
<context>
    <name>ui::JobWindow</name>
    <message>
        <source>none yet</source>
        <translation>まだなし</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>p50 %1 · p95 %2 · p99 %3</source>
        <translation>p50 %1 · p95 %2 · p99 %3</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>Waiting for the server to come back</source>
        <translation>サーバーの復帰を待っています</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send many events</source>
        <translation>多数のイベントを送信</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>開始(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Progress of the job</source>
        <translation>ジョブの進行状況</translation>
    </message>
    <message>
        <source>Ledger: what became of each event</source>
        <translation>台帳: 各イベントの結果</translation>
    </message>
    <message>
        <source>Nothing was started yet. Closing this window does not stop a job.</source>
        <translation>まだ何も開始していません。このウィンドウを閉じてもジョブは停止しません。</translation>
    </message>
    <message>
        <source>as many as the file has</source>
        <translation>ファイルにある数だけ</translation>
    </message>
    <message>
        <source>%1: %2 accepted, %3 refused, %4 unknown of %5; %6 on their way, %7 to be sent again. %8 events a second. Runs: %9 succeeded, %10 failed.</source>
        <translation>%1: %5 件中、受理 %2、拒否 %3、不明 %4。送信中 %6、再送信待ち %7。%8 件/秒。実行: 成功 %9、失敗 %10。</translation>
    </message>
    <message>
        <source>Answer: %1
Event to run: %2</source>
        <translation>応答: %1
イベントから実行まで: %2</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>再開(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>一時停止(&amp;P)</translation>
    </message>
    <message>
        <source>The draft cannot be sent: %1</source>
        <translation>下書きを送信できません: %1</translation>
    </message>
    <message>
        <source>This sends many events.</source>
        <translation>多数のイベントを送信します。</translation>
    </message>
</context>
<context>
    <name>ui::Jobs</name>
    <message>
        <source>%1 sent</source>
        <translation>%1 件送信</translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation>%2 件中 %1 件送信</translation>
    </message>
    <message>
        <source>1 job paused: %1</source>
        <translation>1 つのジョブが一時停止中: %1</translation>
    </message>
    <message>
        <source>1 job running: %1</source>
        <translation>1 つのジョブが実行中: %1</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>ジョブが動いています</translation>
    </message>
    <message>
        <source>A job is still sending events. Stop it and quit?</source>
        <translation>ジョブがまだイベントを送信しています。停止して終了しますか?</translation>
    </message>
    <message>
        <source>%1. What was sent stays in its ledger; the rest is not sent.</source>
        <translation>%1。送信したものは台帳に残り、残りは送信されません。</translation>
    </message>
    <message>
        <source>&amp;Stop the job and quit</source>
        <translation>ジョブを停止して終了(&amp;S)</translation>
    </message>
</context>
<context>
    <name>ui::JsonEditor</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>%1 行 %2 列: %3</translation>
    </message>
    <message>
        <source>Laid out so, a line or the whole text would be too long for the editor.</source>
        <translation>この形に整形すると、1 行または全体がエディターには長すぎます。</translation>
    </message>
</context>
<context>
    <name>ui::KeptPaste</name>
    <message>
        <source>keep the pasted text as the file %1</source>
        <translation>貼り付けたテキストをファイル %1 として保存する</translation>
    </message>
    <message>
        <source>The text is too long for the editor and could not be kept as a file.</source>
        <translation>テキストがエディターには長すぎ、ファイルとして保存することもできませんでした。</translation>
    </message>
    <message>
        <source>Make room or choose another place: save the text as a file yourself and choose it here. What you copied is still in the clipboard.</source>
        <translation>空きを作るか、別の場所を選んでください。テキストをご自分でファイルに保存し、ここで選びます。コピーした内容はまだクリップボードにあります。</translation>
    </message>
</context>
<context>
    <name>ui::LedgerModel</name>
    <message>
        <source>HTTP %1 after %2</source>
        <translation>HTTP %1、%2 後</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1: なし</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Sent to run&apos;s end</source>
        <translation>送信から実行終了まで</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>イベント ID</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>備考</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>送信中</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未送信</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
</context>
<context>
    <name>ui::LogText</name>
    <message>
        <source>… (%1 more bytes)</source>
        <translation>… (さらに %1 バイト)</translation>
    </message>
</context>
<context>
    <name>ui::LogView</name>
    <message>
        <source>Log of a pod</source>
        <translation>Pod のログ</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>コンテナー</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>以前のもの(&amp;P)</translation>
    </message>
    <message>
        <source>The log of the container before the one that runs: why it ended</source>
        <translation>今動いているコンテナーの前のコンテナーのログ。終了した理由が分かります</translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation>時刻(&amp;I)</translation>
    </message>
    <message>
        <source>When each line was written</source>
        <translation>各行が書かれた時刻</translation>
    </message>
    <message>
        <source>&amp;Wrap</source>
        <translation>折り返す(&amp;W)</translation>
    </message>
    <message>
        <source>Long lines go on in the next one</source>
        <translation>長い行を次の行に続けます</translation>
    </message>
    <message>
        <source>F&amp;ollow</source>
        <translation>追従(&amp;O)</translation>
    </message>
    <message>
        <source>Keep the newest line in sight. Scrolling up ends it.</source>
        <translation>最新の行を常に表示します。上にスクロールすると終わります。</translation>
    </message>
    <message>
        <source>Only lines with… (-word: without)</source>
        <translation>次を含む行のみ…(-語: 含まない)</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>これらの語を含む行だけを表示</translation>
    </message>
    <message>
        <source>Find… (%1)</source>
        <translation>検索… (%1)</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>ログ内を検索</translation>
    </message>
    <message>
        <source>The match before</source>
        <translation>前の一致</translation>
    </message>
    <message>
        <source>The next match</source>
        <translation>次の一致</translation>
    </message>
    <message>
        <source>Copy the selection, or all that is shown</source>
        <translation>選択範囲、または表示中のすべてをコピー</translation>
    </message>
    <message>
        <source>Save the log to a file</source>
        <translation>ログをファイルに保存</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>%1 (init)</source>
        <translation>%1(init)</translation>
    </message>
    <message>
        <source>Choose a pod and press Enter to read its log.</source>
        <translation>Pod を選んで Enter を押すと、ログを読めます。</translation>
    </message>
    <message>
        <source>Asking for the log…</source>
        <translation>ログを問い合わせています…</translation>
    </message>
    <message>
        <source>Following.</source>
        <translation>追従しています。</translation>
    </message>
    <message>
        <source>Waiting for more.</source>
        <translation>続きを待っています。</translation>
    </message>
    <message>
        <source>This is the end of the log.</source>
        <translation>ログの終わりです。</translation>
    </message>
    <message>
        <source>There is no log.</source>
        <translation>ログはありません。</translation>
    </message>
    <message>
        <source>%1 older lines were dropped.</source>
        <translation>古い %1 行を省きました。</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n lines</source>
        <translation>
            <numerusform>%n 行中 %1 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>コピーしました。</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>ログを保存</translation>
    </message>
    <message>
        <source>%1 lines are in %2.</source>
        <translation>%1 行を %2 に保存しました。</translation>
    </message>
</context>
<context>
    <name>ui::MainToolBar</name>
    <message>
        <source>Main tool bar</source>
        <translation>メインツールバー</translation>
    </message>
    <message>
        <source>Look now (%1)</source>
        <translation>今すぐ更新(%1)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Undo the latest change (%1)</source>
        <translation>直前の変更を元に戻す(%1)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>New resource</source>
        <translation>新しいリソース</translation>
    </message>
    <message>
        <source>Filter (%1)</source>
        <translation>絞り込み(%1)</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>表を絞り込む</translation>
    </message>
    <message>
        <source>All words must occur in a row; a word after - must not.</source>
        <translation>すべての語が行に含まれる必要があります。- の後の語は含まれてはいけません。</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>その他のツール</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未接続</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>接続 %1</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新規(&amp;N)</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>新しい%1…</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>ローカル Dispatch を起動(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>サーバーに接続(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Look now</source>
        <translation>今すぐ更新(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>絞り込み(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>ツアー(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>キーボードショートカット(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Dispatch Console</source>
        <translation>Dispatch Console について(&amp;A)</translation>
    </message>
    <message>
        <source>%1 · org %2 – Dispatch Console</source>
        <translation>%1 · 組織 %2 – Dispatch Console</translation>
    </message>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Edit…	Enter</source>
        <translation>編集(&amp;E)…	Enter</translation>
    </message>
    <message>
        <source>D&amp;uplicate…	Ctrl+D</source>
        <translation>複製(&amp;U)…	Ctrl+D</translation>
    </message>
    <message>
        <source>&amp;Delete…	Del</source>
        <translation>削除(&amp;D)…	Del</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML	Ctrl+C</source>
        <translation>YAML としてコピー(&amp;Y)	Ctrl+C</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>JSON としてコピー(&amp;J)</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>コマンドラインとしてコピー(&amp;M)</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>curl としてコピー(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>インポート(&amp;I)…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>エクスポート(&amp;X)…</translation>
    </message>
    <message>
        <source>Und&amp;o the latest change…</source>
        <translation>直前の変更を元に戻す(&amp;O)…</translation>
    </message>
</context>
<context>
    <name>ui::MatchHitsModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>サブスクリプション</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>関数</translation>
    </message>
    <message>
        <source>Function state</source>
        <translation>関数の状態</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>存在しません</translation>
    </message>
</context>
<context>
    <name>ui::MatchView</name>
    <message>
        <source>Did you mean %1? Only upper and lower case differ. (%2)</source>
        <translation>%1 のことですか? 大文字と小文字だけが異なります。(%2)</translation>
    </message>
    <message>
        <source>Did you mean %1? (%2)</source>
        <translation>%1 のことですか? (%2)</translation>
    </message>
    <message>
        <source>What this event will hit</source>
        <translation>このイベントが届く先</translation>
    </message>
    <message>
        <source>Subscriptions this event will hit</source>
        <translation>このイベントが届くサブスクリプション</translation>
    </message>
    <message>
        <source>Nobody can say what it will hit: the subscriptions could not be read.</source>
        <translation>届く先は分かりません。サブスクリプションを読み込めませんでした。</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>サブスクリプションを読み込んでいます…</translation>
    </message>
    <message>
        <source>Type an event type to see which subscriptions it will hit. Compared letter by letter; there are no wildcards.</source>
        <translation>イベントタイプを入力すると、届くサブスクリプションが表示されます。1 文字ずつ比較されます。ワイルドカードはありません。</translation>
    </message>
    <message>
        <source>The event will be dropped: no subscription has the type %1.</source>
        <translation>イベントは破棄されます。タイプ %1 のサブスクリプションがありません。</translation>
    </message>
    <message numerus="yes">
        <source>Goes to one of %n subscription(s):</source>
        <translation>
            <numerusform>%n 個のサブスクリプションのうち 1 つに届きます:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hits %n subscription(s):</source>
        <translation>
            <numerusform>%n 個のサブスクリプションに届きます:</numerusform>
        </translation>
    </message>
    <message>
        <source>An original Solo shares the events of one type between its subscriptions: each event reaches only one of them, in turn.</source>
        <translation>本来の Solo は、同じタイプのイベントをサブスクリプション間で分け合います。各イベントは順番に、そのうち 1 つにだけ届きます。</translation>
    </message>
    <message>
        <source>%1 runs more than once: several subscriptions point at it.</source>
        <translation>%1 は 2 回以上実行されます。複数のサブスクリプションがこれを指しています。</translation>
    </message>
    <message numerus="yes">
        <source>%n of them will not run: subscription and function must both be READY.</source>
        <translation>
            <numerusform>そのうち %n 個は実行されません。サブスクリプションと関数の両方が READY でなければなりません。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Show what was tried and what came back</source>
        <translation>試みたことと返ってきたものを表示</translation>
    </message>
    <message>
        <source>Copy the message with all details</source>
        <translation>メッセージをすべての詳細とともにコピー</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>メッセージの詳細</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Could not %1. %2</source>
        <translation>%1ことができませんでした。%2</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation>HTTP ステータス: %1</translation>
    </message>
    <message>
        <source>Raw answer:</source>
        <translation>生の応答:</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>対処</translation>
    </message>
</context>
<context>
    <name>ui::MillisecondsEditor</name>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>制限なし</translation>
    </message>
</context>
<context>
    <name>ui::NameEditor</name>
    <message>
        <source>There is a %1 of this name already.</source>
        <translation>この名前の%1はすでにあります。</translation>
    </message>
    <message>
        <source>A name cannot change. Duplicate the %1 to give it another.</source>
        <translation>名前は変更できません。別の名前にするには、%1を複製してください。</translation>
    </message>
    <message>
        <source>Leave it empty to use the made-up name.</source>
        <translation>自動で付けられた名前を使うには、空にしてください。</translation>
    </message>
</context>
<context>
    <name>ui::NameQuestion</name>
    <message>
        <source>Change a protected server?</source>
        <translation>保護されたサーバーを変更しますか?</translation>
    </message>
    <message>
        <source>%1 To go on, type the name of the connection: %2</source>
        <translation>%1 続けるには、接続の名前を入力してください: %2</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>接続の名前</translation>
    </message>
    <message>
        <source>&amp;Change it</source>
        <translation>変更する(&amp;C)</translation>
    </message>
</context>
<context>
    <name>ui::NodesModel</name>
    <message>
        <source>worker</source>
        <translation>ワーカー</translation>
    </message>
    <message>
        <source>control plane</source>
        <translation>コントロールプレーン</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>ホスト</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>API server</source>
        <translation>API サーバー</translation>
    </message>
    <message>
        <source>kubeconfig</source>
        <translation>kubeconfig</translation>
    </message>
</context>
<context>
    <name>ui::Overview</name>
    <message>
        <source>Image</source>
        <translation>イメージ</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>外部から到達可能</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>備考</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>ドライバータイプ</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>シークレット</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>イベントタイプ</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>関数</translation>
    </message>
    <message>
        <source>Language image</source>
        <translation>言語イメージ</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>ハンドラー</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>制限時間</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Built image</source>
        <translation>ビルドされたイメージ</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>存在しません</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>次の手順</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用元</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>ほか %1 件</translation>
    </message>
    <message>
        <source>at least since %1</source>
        <translation>少なくとも %1 から</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>開始時期</translation>
    </message>
</context>
<context>
    <name>ui::OverviewPane</name>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>State of the cluster</source>
        <translation>クラスターの状態</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>クラスターについて</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>次に行うこと</translation>
    </message>
    <message>
        <source>Choose a profile above, or create one.</source>
        <translation>上でプロファイルを選ぶか、作成してください。</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 の状態: %2</translation>
    </message>
    <message>
        <source>, as of %1</source>
        <translation>、%1 現在</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>ドライバー</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>runtime</source>
        <translation>ランタイム</translation>
    </message>
    <message>
        <source>address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU 数</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>メモリー</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>ディスク</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>起動</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>一時停止を解除</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>コンテキストを修復</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>もう一度起動</translation>
    </message>
    <message>
        <source>Start a new one</source>
        <translation>新しく起動</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>ログを保存…</translation>
    </message>
    <message>
        <source>minikube does not say how it is: %1</source>
        <translation>minikube が状態を答えません: %1</translation>
    </message>
</context>
<context>
    <name>ui::PageActions</name>
    <message>
        <source>&amp;New…</source>
        <translation>新規(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>編集(&amp;E)…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>複製(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>削除(&amp;D)…</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML</source>
        <translation>YAML としてコピー(&amp;Y)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>JSON としてコピー(&amp;J)</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>コマンドラインとしてコピー(&amp;M)</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>curl としてコピー(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation>形式を選んでコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation>選択したものをテキストとしてコピー</translation>
    </message>
    <message>
        <source>New %1 (%2)</source>
        <translation>新しい%1(%2)</translation>
    </message>
    <message>
        <source>Edit the selected %1 (Enter)</source>
        <translation>選択した%1を編集(Enter)</translation>
    </message>
    <message>
        <source>New %1 with the values of the selected one</source>
        <translation>選択したものの値で新しい%1を作成</translation>
    </message>
    <message>
        <source>Delete the selection, after a question (Del)</source>
        <translation>確認してから選択したものを削除(Del)</translation>
    </message>
</context>
<context>
    <name>ui::PairRows</name>
    <message>
        <source>A value has no key.</source>
        <translation>値にキーがありません。</translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; is there twice.</source>
        <translation>キー「%1」が 2 回あります。</translation>
    </message>
    <message>
        <source>key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Remove this entry</source>
        <translation>この項目を取り除く</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>キー %1</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>値 %1</translation>
    </message>
    <message>
        <source>Remove entry %1</source>
        <translation>項目 %1 を取り除く</translation>
    </message>
</context>
<context>
    <name>ui::ParameterField</name>
    <message>
        <source>This time never comes.</source>
        <translation>この時刻が来ることはありません。</translation>
    </message>
    <message>
        <source>Next: %1 (UTC)</source>
        <translation>次回: %1(UTC)</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>例: %1</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>The driver does not run without it.</source>
        <translation>これがないとドライバーは動きません。</translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation>整数が必要です。</translation>
    </message>
    <message>
        <source>At least %1.</source>
        <translation>%1 以上。</translation>
    </message>
    <message>
        <source>It is &quot;%1&quot;, which is neither true nor false. It stays so until you change it.</source>
        <translation>今の値は「%1」で、true でも false でもありません。変更するまでそのままです。</translation>
    </message>
</context>
<context>
    <name>ui::PasteDialog</name>
    <message>
        <source>Import pasted text</source>
        <translation>貼り付けたテキストのインポート</translation>
    </message>
    <message>
        <source>&amp;YAML or JSON</source>
        <translation>YAML または JSON(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>続ける(&amp;C)</translation>
    </message>
    <message>
        <source>YAML or JSON to import</source>
        <translation>インポートする YAML または JSON</translation>
    </message>
    <message>
        <source>One or more documents with a kind, separated by lines of three dashes.</source>
        <translation>kind を持つ 1 つ以上のドキュメント。ハイフン 3 つの行で区切ります。</translation>
    </message>
</context>
<context>
    <name>ui::PinQuestion</name>
    <message>
        <source>Pin the certificate?</source>
        <translation>証明書を固定しますか?</translation>
    </message>
    <message>
        <source>Ask the administrator for the SHA-256 fingerprint of the server&apos;s certificate. Only if it is this one, pin it:

%1</source>
        <translation>サーバーの証明書の SHA-256 フィンガープリントを管理者に尋ねてください。次のものと一致する場合だけ固定してください:

%1</translation>
    </message>
    <message>
        <source>It is this one: &amp;pin it</source>
        <translation>一致したので固定する(&amp;P)</translation>
    </message>
</context>
<context>
    <name>ui::PlanModel</name>
    <message>
        <source>changes %1</source>
        <translation>変更点: %1</translation>
    </message>
    <message>
        <source>+ create</source>
        <translation>+ 作成</translation>
    </message>
    <message>
        <source>~ change</source>
        <translation>~ 変更</translation>
    </message>
    <message>
        <source>= same</source>
        <translation>= 同じ</translation>
    </message>
    <message>
        <source>− delete</source>
        <translation>− 削除</translation>
    </message>
    <message>
        <source>✕ blocked</source>
        <translation>✕ ブロック</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>備考</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>場所</translation>
    </message>
</context>
<context>
    <name>ui::PlanView</name>
    <message>
        <source>Plan: what the import would do</source>
        <translation>プラン: インポートが行うこと</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>相違点</translation>
    </message>
    <message>
        <source>The new resource</source>
        <translation>新しいリソース</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Choose what to import. Nothing is changed before you have seen the plan.</source>
        <translation>インポートするものを選んでください。プランを確認するまで、何も変更されません。</translation>
    </message>
    <message>
        <source>The server has the same already: nothing is sent.</source>
        <translation>サーバーにはすでに同じものがあります。何も送信されません。</translation>
    </message>
    <message>
        <source>The files do not name it: it would be deleted.</source>
        <translation>ファイルにないため、削除されます。</translation>
    </message>
</context>
<context>
    <name>ui::PodsPane</name>
    <message>
        <source>Pods</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>ログ(&amp;L)</translation>
    </message>
    <message>
        <source>Pre&amp;vious log</source>
        <translation>以前のログ(&amp;V)</translation>
    </message>
    <message>
        <source>Forward a &amp;port…</source>
        <translation>ポートの転送(&amp;P)…</translation>
    </message>
    <message>
        <source>Copy the &amp;name</source>
        <translation>名前をコピー(&amp;N)</translation>
    </message>
    <message>
        <source>No pod is like that.</source>
        <translation>該当する Pod はありません。</translation>
    </message>
</context>
<context>
    <name>ui::PreflightModel</name>
    <message>
        <source>looking</source>
        <translation>検索中</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>What</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>対処</translation>
    </message>
</context>
<context>
    <name>ui::PreflightView</name>
    <message>
        <source>&amp;Way of installing</source>
        <translation>インストール方法(&amp;W)</translation>
    </message>
    <message>
        <source>The original installer, with Helm 2</source>
        <translation>元のインストーラー、Helm 2 を使用</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes, with Helm 3</source>
        <translation>現在の Kubernetes 用のチャート、Helm 3 を使用</translation>
    </message>
    <message>
        <source>None: the local Dispatch of this console</source>
        <translation>なし: このコンソールのローカル Dispatch</translation>
    </message>
    <message>
        <source>Way of installing</source>
        <translation>インストール方法</translation>
    </message>
    <message>
        <source>What an installation needs</source>
        <translation>インストールに必要なもの</translation>
    </message>
    <message>
        <source>Result of the check</source>
        <translation>チェックの結果</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 as it was released. Its charts need Kubernetes 1.10 to 1.15 and Helm 2.</source>
        <translation>リリースされたままの Dispatch 0.1.24。チャートには Kubernetes 1.10 から 1.15 と Helm 2 が必要です。</translation>
    </message>
    <message>
        <source>Works on today&apos;s clusters, with charts that somebody rewrote for them. The console checks what they need, and does not run them: the original installer cannot.</source>
        <translation>現在のクラスター用に誰かが書き直したチャートで、現在のクラスターで動きます。コンソールは必要なものをチェックしますが、実行はしません。元のインストーラーでは実行できないためです。</translation>
    </message>
    <message>
        <source>A whole Dispatch on this machine, without a cluster. The same screens, the same files.</source>
        <translation>このマシンで、クラスターなしで動く完全な Dispatch。画面もファイルも同じです。</translation>
    </message>
    <message>
        <source>&amp;Stop checking</source>
        <translation>チェックを停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>もう一度チェック(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>今すぐチェック(&amp;C)</translation>
    </message>
    <message>
        <source>Not looked at yet. The check asks the tools and the cluster, and fetches charts to see whether they are there. It changes nothing.</source>
        <translation>まだ調べていません。チェックではツールとクラスターに問い合わせ、チャートがあるか確かめるために取得します。何も変更しません。</translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation>ここですることはありません</translation>
    </message>
</context>
<context>
    <name>ui::ProfileDialog</name>
    <message>
        <source>Connection “%1”</source>
        <translation>接続「%1」</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>サーバーに接続</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名前(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>アドレス(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Organization</source>
        <translation>組織(&amp;O)</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>接続の名前</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>サーバーのアドレス</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>保存(&amp;V)</translation>
    </message>
    <message>
        <source>Save without connecting</source>
        <translation>接続せずに保存</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>接続(&amp;C)</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>The address is scheme, host and port, for example http://127.0.0.1:8080.</source>
        <translation>アドレスはスキーム、ホスト、ポートです。例: http://127.0.0.1:8080。</translation>
    </message>
    <message>
        <source>An organization is needed; most servers have one called dispatch.</source>
        <translation>組織が必要です。多くのサーバーには dispatch という組織があります。</translation>
    </message>
    <message>
        <source>Another connection is called “%1”.</source>
        <translation>「%1」という名前の接続がほかにあります。</translation>
    </message>
    <message>
        <source>The private key is locked: enter its pass phrase.</source>
        <translation>秘密鍵はロックされています。パスフレーズを入力してください。</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 に問い合わせています…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>保存しています…</translation>
    </message>
    <message>
        <source>Colour, protection, certificates, proxy</source>
        <translation>色、保護、証明書、プロキシ</translation>
    </message>
    <message>
        <source>&amp;Test…</source>
        <translation>テスト(&amp;T)…</translation>
    </message>
    <message>
        <source>Test the connection step by step</source>
        <translation>接続を 1 手順ずつテスト</translation>
    </message>
    <message>
        <source>Sign in in the browser; the console waits. If no browser opens, go to %1</source>
        <translation>ブラウザーでサインインしてください。コンソールは待っています。ブラウザーが開かない場合は %1 に移動してください</translation>
    </message>
    <message>
        <source>connect to %1</source>
        <translation>%1 に接続する</translation>
    </message>
    <message>
        <source>Pin the certificat&amp;e…</source>
        <translation>証明書を固定(&amp;E)…</translation>
    </message>
</context>
<context>
    <name>ui::ProfileSettings</name>
    <message>
        <source>Choose a PEM file</source>
        <translation>PEM ファイルを選択</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key)</source>
        <translation>PEM ファイル (*.pem *.crt *.cer *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Co&amp;lour</source>
        <translation>色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Protection</source>
        <translation>保護(&amp;P)</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>CA ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>Client certi&amp;ficate</source>
        <translation>クライアント証明書(&amp;F)</translation>
    </message>
    <message>
        <source>Its &amp;key</source>
        <translation>その鍵(&amp;K)</translation>
    </message>
    <message>
        <source>P&amp;inned certificate</source>
        <translation>固定された証明書(&amp;I)</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>プロキシ(&amp;X)</translation>
    </message>
    <message>
        <source>Proxy a&amp;ddress</source>
        <translation>プロキシのアドレス(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Without the proxy</source>
        <translation>プロキシを使わない(&amp;W)</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>protected: type the name to change anything</source>
        <translation>保護: 何かを変更するには名前を入力</translation>
    </message>
    <message>
        <source>read-only: nothing is changed from here</source>
        <translation>読み取り専用: ここからは何も変更しない</translation>
    </message>
    <message>
        <source>that of the system</source>
        <translation>システムのもの</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>this one:</source>
        <translation>次のもの:</translation>
    </message>
    <message>
        <source>in addition to those of the system</source>
        <translation>システムのものに加えて</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>SHA-256 フィンガープリント</translation>
    </message>
    <message>
        <source>In&amp;secure: do not check the certificate at all</source>
        <translation>安全ではない: 証明書をまったく検証しない(&amp;S)</translation>
    </message>
    <message>
        <source>Anybody on the way can then read the token and everything else. A pinned certificate is safe and works with any server.</source>
        <translation>途中の誰でも、トークンもほかのすべても読み取れるようになります。固定された証明書なら安全で、どのサーバーでも使えます。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>A SHA-256 fingerprint has 64 hexadecimal digits.</source>
        <translation>SHA-256 フィンガープリントは 64 桁の 16 進数です。</translation>
    </message>
    <message>
        <source>The address of a proxy is host and port, for example proxy.example.com:3128.</source>
        <translation>プロキシのアドレスはホストとポートです。例: proxy.example.com:3128。</translation>
    </message>
</context>
<context>
    <name>ui::ProfilesModel</name>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>ドライバー</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU 数</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリー</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>ディスク</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
</context>
<context>
    <name>ui::ReferenceEditor</name>
    <message>
        <source>choose or type a name</source>
        <translation>名前を選ぶか入力</translation>
    </message>
    <message>
        <source>Choose a %1.</source>
        <translation>%1を選んでください。</translation>
    </message>
    <message>
        <source>There is no driver type &quot;%1&quot;, and it is not in the catalogue.</source>
        <translation>ドライバータイプ「%1」はなく、カタログにもありません。</translation>
    </message>
    <message>
        <source>There is no %1 &quot;%2&quot; yet.</source>
        <translation>%1「%2」はまだありません。</translation>
    </message>
    <message>
        <source>%1 The type is registered first, with image %2.</source>
        <translation>%1 タイプは先にイメージ %2 で登録されます。</translation>
    </message>
    <message>
        <source>%1 (%2, will be registered)</source>
        <translation>%1(%2、登録されます)</translation>
    </message>
</context>
<context>
    <name>ui::ReferencesEditor</name>
    <message>
        <source>There are no %1 yet.</source>
        <translation>%1はまだありません。</translation>
    </message>
    <message>
        <source>Not there yet: %1.</source>
        <translation>まだないもの: %1。</translation>
    </message>
    <message>
        <source>%1 (will be created)</source>
        <translation>%1(作成されます)</translation>
    </message>
    <message>
        <source>%1 (does not exist)</source>
        <translation>%1(存在しません)</translation>
    </message>
</context>
<context>
    <name>ui::RequestDock</name>
    <message>
        <source>(nothing)</source>
        <translation>(なし)</translation>
    </message>
    <message>
        <source>(too long to keep)</source>
        <translation>(長すぎるため保存されません)</translation>
    </message>
    <message>
        <source>(not text)</source>
        <translation>(テキストではありません)</translation>
    </message>
    <message>
        <source>(not kept)</source>
        <translation>(保存されません)</translation>
    </message>
    <message>
        <source>(not kept: it may hold secrets)</source>
        <translation>(保存されません: シークレットを含む可能性があります)</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Filter: a part of the path, the method or the status</source>
        <translation>絞り込み: パスの一部、メソッド、またはステータス</translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation>要求を絞り込む</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>curl としてコピー(&amp;R)</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>消去(&amp;E)</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>送信したもの</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>返ってきたもの</translation>
    </message>
    <message>
        <source>Choose a request to see what was sent…</source>
        <translation>要求を選ぶと、送信したものと…</translation>
    </message>
    <message>
        <source>…and what came back. Secrets are masked.</source>
        <translation>…返ってきたものが表示されます。シークレットは伏せてあります。</translation>
    </message>
</context>
<context>
    <name>ui::RequestModel</name>
    <message>
        <source>no answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>メソッド</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受信</translation>
    </message>
</context>
<context>
    <name>ui::ResourceDialog</name>
    <message>
        <source>New %1</source>
        <translation>新しい%1</translation>
    </message>
    <message>
        <source>Edit %1 %2</source>
        <translation>%1 %2 の編集</translation>
    </message>
    <message>
        <source>Duplicate %1 %2</source>
        <translation>%1 %2 の複製</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>作成(&amp;C)</translation>
    </message>
    <message>
        <source>Read the values &amp;again</source>
        <translation>値をもう一度読み込む(&amp;A)</translation>
    </message>
    <message>
        <source>Reading the values…</source>
        <translation>値を読み込んでいます…</translation>
    </message>
    <message>
        <source>Without its values the secret cannot be changed.</source>
        <translation>値がないと、シークレットを変更できません。</translation>
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation>変更するものがありません。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>保存しています…</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>破棄しますか?</translation>
    </message>
    <message>
        <source>Discard what you typed?</source>
        <translation>入力したものを破棄しますか?</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>編集を続ける(&amp;K)</translation>
    </message>
    <message>
        <source>Cancelled: nothing was sent.</source>
        <translation>キャンセルされました。何も送信されていません。</translation>
    </message>
    <message>
        <source>The %1 is deleted on the server and only in this form now. Discard it?</source>
        <translation>%1はサーバー上で削除され、今はこのフォームにしかありません。破棄しますか?</translation>
    </message>
    <message>
        <source>This is saved to the server.</source>
        <translation>サーバーに保存されます。</translation>
    </message>
</context>
<context>
    <name>ui::ResourceForm</name>
    <message>
        <source>&amp;More</source>
        <translation>その他(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Known driver</source>
        <translation>既知のドライバー(&amp;K)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::ResourcePage</name>
    <message>
        <source>Enter edits, Delete deletes, the menu key shows what else can be done.</source>
        <translation>Enter で編集、Delete で削除、メニューキーでその他の操作を表示します。</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>%1の列</translation>
    </message>
    <message>
        <source>Age of the list</source>
        <translation>一覧の取得時期</translation>
    </message>
    <message>
        <source>as of %1 · stale</source>
        <translation>%1 現在 · 古い情報</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>%1 現在</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>今すぐ再試行(&amp;R)</translation>
    </message>
</context>
<context>
    <name>ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message numerus="yes">
        <source>%n older run(s) dropped: the newest are kept here.</source>
        <translation>
            <numerusform>古い実行 %n 件を省きました。ここには最新のものが残ります。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RunPanel</name>
    <message>
        <source>&amp;Input (JSON)</source>
        <translation>入力 (JSON)(&amp;I)</translation>
    </message>
    <message>
        <source>Input of the run, JSON</source>
        <translation>実行の入力、JSON</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>実行(&amp;R)</translation>
    </message>
    <message>
        <source>Run the function with this input (Ctrl+Return)</source>
        <translation>この入力で関数を実行(Ctrl+Return)</translation>
    </message>
    <message>
        <source>The function is %1: it can run when it is READY.</source>
        <translation>関数は %1 です。READY になると実行できます。</translation>
    </message>
    <message>
        <source>Left empty, the function gets no input.</source>
        <translation>空の場合、関数に入力は渡されません。</translation>
    </message>
    <message>
        <source>paste the input of a run</source>
        <translation>実行の入力を貼り付ける</translation>
    </message>
    <message>
        <source>The text is too long for this field, which is for inputs typed by hand.</source>
        <translation>テキストがこの欄には長すぎます。この欄は手で入力するためのものです。</translation>
    </message>
    <message>
        <source>Send it as an event with a file: the subscribed functions get it as their input.</source>
        <translation>ファイル付きのイベントとして送信してください。サブスクリプションの関数が入力として受け取ります。</translation>
    </message>
    <message>
        <source>This runs the function %1.</source>
        <translation>関数 %1 を実行します。</translation>
    </message>
</context>
<context>
    <name>ui::RunView</name>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>実行 %1</translation>
    </message>
    <message>
        <source>Choose a run to see its output, logs and error.</source>
        <translation>実行を選ぶと、出力、ログ、エラーが表示されます。</translation>
    </message>
    <message>
        <source>No output.</source>
        <translation>出力なし。</translation>
    </message>
    <message>
        <source>Still running…</source>
        <translation>まだ実行中です…</translation>
    </message>
    <message>
        <source>--- standard error ---</source>
        <translation>--- 標準エラー出力 ---</translation>
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation>何も書き込まれませんでした。</translation>
    </message>
    <message>
        <source>No error.</source>
        <translation>エラーなし。</translation>
    </message>
    <message>
        <source>Event %1
Type %2, source %3

</source>
        <translation>イベント %1
タイプ %2、ソース %3

</translation>
    </message>
    <message>
        <source>No input.</source>
        <translation>入力なし。</translation>
    </message>
    <message>
        <source>
… cut here, after %1 kB</source>
        <translation>
… %1 kB で省略</translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation>実行の各部分</translation>
    </message>
</context>
<context>
    <name>ui::SaveFlow</name>
    <message>
        <source>save %1 %2</source>
        <translation>%1 %2 を保存する</translation>
    </message>
    <message>
        <source>Saving was cancelled. The server may have done a part of it already.</source>
        <translation>保存はキャンセルされました。サーバーが一部をすでに済ませている可能性があります。</translation>
    </message>
    <message>
        <source>Look at the list before you try again.</source>
        <translation>もう一度試す前に、一覧を確認してください。</translation>
    </message>
    <message>
        <source>The old %1 is deleted and the new one is not there yet: it is only in this form. %2</source>
        <translation>古い%1は削除され、新しいものはまだありません。このフォームの中にだけあります。%2</translation>
    </message>
    <message>
        <source>Save again to create it.</source>
        <translation>作成するには、もう一度保存してください。</translation>
    </message>
</context>
<context>
    <name>ui::SecretPairsEditor</name>
    <message>
        <source>S&amp;how values</source>
        <translation>値を表示(&amp;H)</translation>
    </message>
    <message>
        <source>Value from &amp;file…</source>
        <translation>ファイルから値を取得(&amp;F)…</translation>
    </message>
    <message>
        <source>A secret needs at least one key.</source>
        <translation>シークレットには少なくとも 1 つのキーが必要です。</translation>
    </message>
    <message>
        <source>A file that becomes one value</source>
        <translation>1 つの値になるファイル</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 を読み込めません: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 1 MB, too large for a secret.</source>
        <translation>%1 は 1 MB を超えており、シークレットには大きすぎます。</translation>
    </message>
    <message>
        <source>%1 is not text (UTF-8). Encode it first, for example with base64.</source>
        <translation>%1 はテキスト(UTF-8)ではありません。先に base64 などでエンコードしてください。</translation>
    </message>
</context>
<context>
    <name>ui::SecretPeek</name>
    <message>
        <source>&amp;Reveal</source>
        <translation>表示(&amp;R)</translation>
    </message>
    <message>
        <source>Fetch this value and show it for 30 seconds</source>
        <translation>この値を取得して 30 秒間表示します</translation>
    </message>
    <message>
        <source>Reveal the value for 30 seconds</source>
        <translation>値を 30 秒間表示</translation>
    </message>
    <message>
        <source>Key of the secret</source>
        <translation>シークレットのキー</translation>
    </message>
    <message>
        <source>Value of the key</source>
        <translation>キーの値</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>Fetch this value and put it on the clipboard for 30 seconds</source>
        <translation>この値を取得して 30 秒間クリップボードに置きます</translation>
    </message>
    <message>
        <source>Copy the value for 30 seconds</source>
        <translation>値を 30 秒間コピー</translation>
    </message>
</context>
<context>
    <name>ui::SendRow</name>
    <message>
        <source>Send man&amp;y…</source>
        <translation>多数送信(&amp;Y)…</translation>
    </message>
    <message>
        <source>Send this event many times, or the lines of a file</source>
        <translation>このイベントを何度も、またはファイルの各行を送信します</translation>
    </message>
    <message>
        <source>&amp;Send event</source>
        <translation>イベントを送信(&amp;S)</translation>
    </message>
    <message>
        <source>Send the event (Ctrl+Return)</source>
        <translation>イベントを送信(Ctrl+Return)</translation>
    </message>
    <message>
        <source>How much of the event is sent</source>
        <translation>イベントの送信済みの量</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>キャンセル(&amp;C)</translation>
    </message>
    <message>
        <source>Cancel sending the event</source>
        <translation>イベントの送信をキャンセル</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>送信しています…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>準備しています…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 sent, waiting for the answer…</source>
        <translation>%1 を送信し、応答を待っています…</translation>
    </message>
</context>
<context>
    <name>ui::ServiceAccountDialog</name>
    <message>
        <source>New service account</source>
        <translation>新しいサービスアカウント</translation>
    </message>
    <message>
        <source>A key is made on this machine and kept like every other secret of a connection. The server gets its public half. A new connection then signs in to the organization “%1” with it.</source>
        <translation>鍵はこのマシンで作られ、接続のほかのシークレットと同じように保存されます。サーバーには公開鍵が渡されます。新しい接続は、これを使って組織「%1」にサインインします。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名前(&amp;N)</translation>
    </message>
    <message>
        <source>Name of the service account</source>
        <translation>サービスアカウントの名前</translation>
    </message>
    <message>
        <source>&amp;Allow it everything in this organization, with a policy of its own</source>
        <translation>専用のポリシーで、この組織のすべてを許可する(&amp;A)</translation>
    </message>
    <message>
        <source>Without a policy it can sign in and do nothing.</source>
        <translation>ポリシーがないと、サインインはできますが何もできません。</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>作る(&amp;M)</translation>
    </message>
    <message>
        <source>A name has letters, digits, - and _ only.</source>
        <translation>名前に使えるのは英字、数字、-、_ だけです。</translation>
    </message>
    <message>
        <source>This makes a service account.</source>
        <translation>サービスアカウントを作ります。</translation>
    </message>
</context>
<context>
    <name>ui::ServicesModel</name>
    <message>
        <source>only inside the cluster</source>
        <translation>クラスター内のみ</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名前空間</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>サービス</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>アドレス</translation>
    </message>
</context>
<context>
    <name>ui::ServicesView</name>
    <message>
        <source>Services</source>
        <translation>サービス</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>もう一度取得(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Open in the browser</source>
        <translation>ブラウザーで開く(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>アドレスをコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Co&amp;nnect to it…</source>
        <translation>接続する(&amp;N)…</translation>
    </message>
    <message>
        <source>Asking for the services…</source>
        <translation>サービスを問い合わせています…</translation>
    </message>
    <message>
        <source>The cluster must run to have services.</source>
        <translation>サービスを見るには、クラスターが動いている必要があります。</translation>
    </message>
    <message>
        <source>Stop the &amp;tunnel</source>
        <translation>トンネルを停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop the &amp;dashboard</source>
        <translation>ダッシュボードを停止(&amp;D)</translation>
    </message>
    <message>
        <source>Start a &amp;tunnel</source>
        <translation>トンネルを開始(&amp;T)</translation>
    </message>
    <message>
        <source>Start the &amp;dashboard</source>
        <translation>ダッシュボードを開始(&amp;D)</translation>
    </message>
    <message>
        <source>A tunnel gives services of the type LoadBalancer an address.</source>
        <translation>トンネルは、LoadBalancer タイプのサービスにアドレスを与えます。</translation>
    </message>
    <message>
        <source>The dashboard of Kubernetes, in a browser.</source>
        <translation>ブラウザーで見る Kubernetes のダッシュボード。</translation>
    </message>
    <message>
        <source>The tunnel wants a password, which it can only ask for in a terminal. Run there: %1</source>
        <translation>トンネルにはパスワードが必要で、端末でしか入力できません。端末で次を実行してください: %1</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>開始しています…</translation>
    </message>
    <message>
        <source>Copy the co&amp;mmand</source>
        <translation>コマンドをコピー(&amp;M)</translation>
    </message>
    <message>
        <source>Open it in the &amp;browser</source>
        <translation>ブラウザーで開く(&amp;B)</translation>
    </message>
</context>
<context>
    <name>ui::SignInForm</name>
    <message>
        <source>A service account has a name, as ci or acme/ci.</source>
        <translation>サービスアカウントには名前が必要です。例: ci または acme/ci。</translation>
    </message>
    <message>
        <source>The cookie is missing: all of the header, as name=value.</source>
        <translation>Cookie がありません。ヘッダー全体を name=value の形で入れてください。</translation>
    </message>
    <message>
        <source>The token is missing: without the word Bearer.</source>
        <translation>トークンがありません。Bearer の語を除いて入れてください。</translation>
    </message>
    <message>
        <source>The private key of the service account is missing.</source>
        <translation>サービスアカウントの秘密鍵がありません。</translation>
    </message>
    <message>
        <source>The secret is kept in the keychain of this desktop (%1).</source>
        <translation>シークレットはこのデスクトップのキーチェーンに保存されます(%1)。</translation>
    </message>
    <message>
        <source>The secret is kept until the console ends. %1</source>
        <translation>シークレットはコンソールが終了するまで保存されます。%1</translation>
    </message>
    <message>
        <source>Asking the keychain…</source>
        <translation>キーチェーンに問い合わせています…</translation>
    </message>
    <message>
        <source>None: as Dispatch Solo expects it</source>
        <translation>なし: Dispatch Solo の場合</translation>
    </message>
    <message>
        <source>Cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>Bearer トークン</translation>
    </message>
    <message>
        <source>Service account with its key</source>
        <translation>サービスアカウントとその鍵</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>サインイン(&amp;S)</translation>
    </message>
    <message>
        <source>Coo&amp;kie</source>
        <translation>Cookie(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>トークン(&amp;T)</translation>
    </message>
    <message>
        <source>Acco&amp;unt</source>
        <translation>アカウント(&amp;U)</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>秘密鍵(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Pass phrase</source>
        <translation>パスフレーズ(&amp;P)</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>選択(&amp;H)…</translation>
    </message>
    <message>
        <source>Choose the file of the private key</source>
        <translation>秘密鍵のファイルを選択</translation>
    </message>
    <message>
        <source>name, or organization/name</source>
        <translation>名前、または組織/名前</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>保存済み。置き換えるには入力</translation>
    </message>
    <message>
        <source>asked each time, kept nowhere</source>
        <translation>毎回確認し、どこにも保存しません</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保存済み</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>未選択</translation>
    </message>
    <message>
        <source>Private key of the service account</source>
        <translation>サービスアカウントの秘密鍵</translation>
    </message>
    <message>
        <source>Get it with the &amp;browser…</source>
        <translation>ブラウザーで取得(&amp;B)…</translation>
    </message>
    <message>
        <source>Sign in with the browser</source>
        <translation>ブラウザーでサインイン</translation>
    </message>
</context>
<context>
    <name>ui::SourceBar</name>
    <message>
        <source>&amp;Files…</source>
        <translation>ファイル(&amp;F)…</translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation>フォルダー(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Paste…</source>
        <translation>貼り付け(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Address…</source>
        <translation>アドレス(&amp;A)…</translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation>インポートするもの</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>ファイルのインポート</translation>
    </message>
    <message>
        <source>YAML and JSON (*.yaml *.yml *.json)</source>
        <translation>YAML と JSON (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>フォルダーのインポート</translation>
    </message>
    <message>
        <source>Import from an address</source>
        <translation>アドレスからインポート</translation>
    </message>
    <message>
        <source>Address of a YAML or JSON file (http or https). The credentials of the connection are not sent there.</source>
        <translation>YAML または JSON ファイルのアドレス(http または https)。接続の資格情報はそこへは送られません。</translation>
    </message>
</context>
<context>
    <name>ui::SourceEditor</name>
    <message>
        <source>choose, drop or type a path</source>
        <translation>選ぶか、ドロップするか、パスを入力</translation>
    </message>
    <message>
        <source>Fol&amp;der…</source>
        <translation>フォルダー(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation>ファイル(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose a source folder</source>
        <translation>ソースフォルダーを選択</translation>
    </message>
    <message>
        <source>Choose a source file</source>
        <translation>ソースファイルを選択</translation>
    </message>
    <message>
        <source>The server never gives a source back: choose it again to change the function.</source>
        <translation>サーバーがソースを返すことはありません。関数を変更するには、もう一度選んでください。</translation>
    </message>
    <message>
        <source>Choose the file or the folder with the code.</source>
        <translation>コードの入ったファイルまたはフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation>ファイルまたはフォルダー %1 はありません。</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 を読み込めません。</translation>
    </message>
    <message>
        <source>A folder needs a handler that says where to begin.</source>
        <translation>フォルダーには、どこから始めるかを示すハンドラーが必要です。</translation>
    </message>
    <message>
        <source>All files below the folder are packed, without hidden ones.</source>
        <translation>フォルダー以下のすべてのファイルがまとめられます。隠しファイルは除きます。</translation>
    </message>
    <message>
        <source>%1, read when the form is sent.</source>
        <translation>%1、フォームの送信時に読み込まれます。</translation>
    </message>
    <message>
        <source>Folder with the code</source>
        <translation>コードの入ったフォルダー</translation>
    </message>
    <message>
        <source>File with the code</source>
        <translation>コードの入ったファイル</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Starting local Dispatch…</source>
        <translation>ローカル Dispatch を起動しています…</translation>
    </message>
    <message>
        <source>Where is your Dispatch?</source>
        <translation>お使いの Dispatch はどこにありますか?</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>ローカル Dispatch を起動(&amp;L)</translation>
    </message>
    <message>
        <source>Works right away on this machine, keeps its data, needs nothing else.</source>
        <translation>このマシンですぐに動き、データを保存し、ほかに何も必要としません。</translation>
    </message>
    <message>
        <source>&amp;Connect to a server</source>
        <translation>サーバーに接続(&amp;C)</translation>
    </message>
    <message>
        <source>Dispatch Solo or Dispatch on Kubernetes, by its address.</source>
        <translation>アドレスを指定して、Dispatch Solo または Kubernetes 上の Dispatch に接続します。</translation>
    </message>
    <message>
        <source>Set up &amp;minikube</source>
        <translation>minikube を用意(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>ローカル Dispatch を再起動(&amp;R)</translation>
    </message>
    <message>
        <source>A full cluster on this machine, with Dispatch in it: make, start and watch it here.</source>
        <translation>Dispatch を入れた本格的なクラスターをこのマシンに。ここで作成、起動、監視ができます。</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>not connected</source>
        <translation>未接続</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>接続済み</translation>
    </message>
    <message>
        <source>connected %1 ms</source>
        <translation>接続済み %1 ms</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>paused: the sign-in was refused</source>
        <translation>一時停止: サインインが拒否されました</translation>
    </message>
    <message>
        <source>next look %1 s</source>
        <translation>次の更新まで %1 秒</translation>
    </message>
    <message>
        <source>token %1 s</source>
        <translation>トークン 残り %1 秒</translation>
    </message>
    <message>
        <source>token %1 min</source>
        <translation>トークン 残り %1 分</translation>
    </message>
</context>
<context>
    <name>ui::TemplateBar</name>
    <message>
        <source>Templates</source>
        <translation>テンプレート</translation>
    </message>
    <message>
        <source>Pinned templates</source>
        <translation>ピン留めしたテンプレート</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>テンプレート %1</translation>
    </message>
    <message>
        <source>%1 is no template and was left alone: %2</source>
        <translation>%1 はテンプレートではないため、そのままにしました: %2</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more file(s).</source>
        <translation>
            <numerusform>… ほか %n 個のファイル。</numerusform>
        </translation>
    </message>
    <message>
        <source>No templates yet</source>
        <translation>テンプレートはまだありません</translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation>テンプレートとして保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Update with this draft</source>
        <translation>この下書きで更新(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Rename, describe, pin</source>
        <translation>名前、説明、ピン留めを変更(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>削除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Open the folder</source>
        <translation>フォルダーを開く(&amp;O)</translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation>テンプレートの削除</translation>
    </message>
    <message>
        <source>Delete the template %1?</source>
        <translation>テンプレート %1 を削除しますか?</translation>
    </message>
    <message>
        <source>The file %1 goes with it.</source>
        <translation>ファイル %1 も一緒に削除されます。</translation>
    </message>
    <message>
        <source>open the folder of templates</source>
        <translation>テンプレートのフォルダーを開く</translation>
    </message>
    <message>
        <source>No program on this desktop opens folders.</source>
        <translation>このデスクトップには、フォルダーを開くプログラムがありません。</translation>
    </message>
    <message>
        <source>The templates are in %1.</source>
        <translation>テンプレートは %1 にあります。</translation>
    </message>
    <message>
        <source>Tem&amp;plates</source>
        <translation>テンプレート(&amp;P)</translation>
    </message>
</context>
<context>
    <name>ui::TemplateDialog</name>
    <message>
        <source>&amp;Pinned: has a button of its own</source>
        <translation>ピン留め: 専用のボタンを表示(&amp;P)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名前(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>説明(&amp;D)</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>テンプレートには名前が必要です。</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>テンプレートとして保存</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>テンプレート %1</translation>
    </message>
</context>
<context>
    <name>ui::ToolChooser</name>
    <message>
        <source>Where is %1?</source>
        <translation>%1 はどこにありますか?</translation>
    </message>
</context>
<context>
    <name>ui::ToolsModel</name>
    <message>
        <source>looking</source>
        <translation>検索中</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>cannot be run</source>
        <translation>実行できません</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>too old</source>
        <translation>古すぎます</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>%1 (chosen)</source>
        <translation>%1(選択済み)</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>用途</translation>
    </message>
</context>
<context>
    <name>ui::ToolsView</name>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for. To get it: %2. Or choose where it is.</source>
        <translation>%1 はこのマシンにないか、プログラムを探す場所にありません。入手方法: %2。または、場所を指定してください。</translation>
    </message>
    <message>
        <source>%1 is not a program that can be run. Choose another file, or search for it again.</source>
        <translation>%1 は実行できるプログラムではありません。別のファイルを選ぶか、もう一度探してください。</translation>
    </message>
    <message>
        <source>%1 does not tell its version (%2). Check that it is %3, and for this machine.</source>
        <translation>%1 がバージョンを示しません(%2)。これが %3 であり、このマシン用か確認してください。</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>出力なし</translation>
    </message>
    <message>
        <source>%1 is older than %2. To get a newer one: %3.</source>
        <translation>%1 は %2 より古いです。新しいものの入手方法: %3。</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>About the tool</source>
        <translation>ツールについて</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>もう一度確認(&amp;A)</translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation>ファイルを選択(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Search for it</source>
        <translation>探す(&amp;S)</translation>
    </message>
    <message>
        <source>Copy &amp;how to get it</source>
        <translation>入手方法をコピー(&amp;H)</translation>
    </message>
    <message>
        <source>Choose a tool to read about it. A cluster takes minikube and something that carries it, such as Docker; kubectl shows what runs in it.</source>
        <translation>ツールを選ぶと説明が表示されます。クラスターには minikube と、それを載せるもの(Docker など)が必要です。kubectl は中で動いているものを表示します。</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1 %2。</translation>
    </message>
    <message>
        <source>Looking &amp;again…</source>
        <translation>もう一度確認中(&amp;A)…</translation>
    </message>
</context>
<context>
    <name>ui::Tour</name>
    <message>
        <source>A Dispatch of your own</source>
        <translation>あなた専用の Dispatch</translation>
    </message>
    <message>
        <source>A local Dispatch runs on this machine. It keeps its data, and it is a real one: what works here works on a server.</source>
        <translation>ローカル Dispatch はこのマシンで動きます。データを保存する本物の Dispatch です。ここで動くものはサーバーでも動きます。</translation>
    </message>
    <message>
        <source>Register a driver type</source>
        <translation>ドライバータイプを登録する</translation>
    </message>
    <message>
        <source>A driver type says which image turns something into events. The catalogue knows the usual ones; ticker is the simplest.</source>
        <translation>ドライバータイプは、どのイメージが何かをイベントに変えるかを示します。カタログには一般的なものがあります。ticker が最も簡単です。</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>シークレットを保管する</translation>
    </message>
    <message>
        <source>Passwords belong into secrets: drivers and functions refer to them by name, and the window never shows a value unless you ask.</source>
        <translation>パスワードはシークレットに入れます。ドライバーと関数は名前で参照し、求めない限りウィンドウに値が表示されることはありません。</translation>
    </message>
    <message>
        <source>Start a driver</source>
        <translation>ドライバーを起動する</translation>
    </message>
    <message>
        <source>A driver is a running instance of a type. This one ticks every two seconds. The table follows it until it is READY.</source>
        <translation>ドライバーは、タイプの動いている実体です。これは 2 秒ごとに時を刻みます。表は READY になるまで追跡します。</translation>
    </message>
    <message>
        <source>Create a function</source>
        <translation>関数を作成する</translation>
    </message>
    <message>
        <source>A function is a file or a folder with code. Dispatch builds it and says READY when it can run.</source>
        <translation>関数は、コードの入ったファイルまたはフォルダーです。Dispatch がビルドし、実行できるようになると READY と表示します。</translation>
    </message>
    <message>
        <source>Subscribe the function</source>
        <translation>関数をサブスクライブする</translation>
    </message>
    <message>
        <source>A subscription ties an event type to a function, letter by letter. From now on each tick runs hello.</source>
        <translation>サブスクリプションは、イベントタイプと関数を 1 文字ずつの一致で結び付けます。これからは、時を刻むたびに hello が実行されます。</translation>
    </message>
    <message>
        <source>Look at what ran</source>
        <translation>実行されたものを見る</translation>
    </message>
    <message>
        <source>The function keeps its runs: those of the ticker and yours, each with its input, output and log.</source>
        <translation>関数は実行を保存します。ticker によるものもあなたによるものも、それぞれ入力、出力、ログがあります。</translation>
    </message>
    <message>
        <source>Stop the driver</source>
        <translation>ドライバーを停止する</translation>
    </message>
    <message>
        <source>Deleting says first what depends on the thing, and Cancel is the default. Nothing needs this driver, so it goes.</source>
        <translation>削除では、依存しているものが先に示され、既定は「キャンセル」です。このドライバーを必要とするものはないので、削除します。</translation>
    </message>
    <message>
        <source>The picture %1 could not be saved. Is there space, and may you write there?</source>
        <translation>画像 %1 を保存できませんでした。空きがあり、書き込みが許されていますか?</translation>
    </message>
    <message>
        <source>The window was closed.</source>
        <translation>ウィンドウが閉じられました。</translation>
    </message>
    <message>
        <source>The tour was stopped.</source>
        <translation>ツアーが停止されました。</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1/%2: %3</translation>
    </message>
    <message>
        <source>nothing came of it</source>
        <translation>何も起きませんでした</translation>
    </message>
    <message>
        <source>the control was not there</source>
        <translation>操作する部品がありませんでした</translation>
    </message>
    <message>
        <source>Step %1 (%2), move %3 did not happen: %4.</source>
        <translation>手順 %1(%2)の操作 %3 が行われませんでした: %4。</translation>
    </message>
    <message>
        <source>Compose an event and see whom it hits</source>
        <translation>イベントを作成し、届く先を確認する</translation>
    </message>
    <message>
        <source>Events can be made by hand. Before anything is sent, the page says whom the event will hit and shows the request to the byte, also for curl, PowerShell and Python.</source>
        <translation>イベントは手で作ることができます。何かを送信する前に、イベントがどこに届くかが示され、要求が 1 バイトまで正確に表示されます。curl、PowerShell、Python 用もあります。</translation>
    </message>
    <message>
        <source>Send it and follow what it does</source>
        <translation>送信し、その働きを追う</translation>
    </message>
    <message>
        <source>The trace joins each subscription with its run: state, duration, output and log, and whether the function was given exactly what was sent.</source>
        <translation>トレースは各サブスクリプションをその実行と結び付けます。状態、所要時間、出力、ログ、そして関数が送信どおりのものを受け取ったかどうかが分かります。</translation>
    </message>
    <message>
        <source>Keep it as a template</source>
        <translation>テンプレートとして保存する</translation>
    </message>
    <message>
        <source>A template is a plain file that can be shared. A pinned one has a button of its own. All that was ever sent is in the history.</source>
        <translation>テンプレートは、共有できるただのファイルです。ピン留めしたものには専用のボタンがあります。これまでに送信したものはすべて履歴にあります。</translation>
    </message>
    <message>
        <source>Send many</source>
        <translation>多数送信する</translation>
    </message>
    <message>
        <source>A job sends an event many times or the lines of a file, at a rate or as fast as answers come. It keeps a line for each event and draws how long everything takes.</source>
        <translation>ジョブは、イベントを何度も、またはファイルの各行を、一定の頻度か、応答が来る限り速く送信します。イベントごとに 1 行を記録し、それぞれにかかる時間を図にします。</translation>
    </message>
</context>
<context>
    <name>ui::TourCaption</name>
    <message>
        <source>&amp;Stop tour</source>
        <translation>ツアーを停止(&amp;S)</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>ツアー</translation>
    </message>
</context>
<context>
    <name>ui::TraceModel</name>
    <message>
        <source>none that is known</source>
        <translation>分かっているものなし</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>サブスクリプション</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>関数</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>実行なし</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>待機中</translation>
    </message>
</context>
<context>
    <name>ui::TraceView</name>
    <message>
        <source>Send an event, and what it does appears here.</source>
        <translation>イベントを送信すると、その働きがここに表示されます。</translation>
    </message>
    <message>
        <source>Sending %1…</source>
        <translation>%1 を送信しています…</translation>
    </message>
    <message>
        <source>Not accepted: %1</source>
        <translation>受理されませんでした: %1</translation>
    </message>
    <message>
        <source>Accepted: HTTP %1 after %2 ms</source>
        <translation>受理: HTTP %1、%2 ms 後</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>サブスクリプション %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>待機中 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>実行中 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>成功 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失敗 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a run</source>
        <translation>
            <numerusform>実行なし %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Queued. Following the runs it causes…</source>
        <translation>待機中です。引き起こした実行を追っています…</translation>
    </message>
    <message>
        <source>The runs cannot be seen just now: %1</source>
        <translation>今は実行を確認できません: %1</translation>
    </message>
    <message>
        <source>Everything it caused has ended.</source>
        <translation>引き起こしたものはすべて終わりました。</translation>
    </message>
    <message>
        <source>No subscription matched %1: the server took the event and dropped it.</source>
        <translation>%1 に一致するサブスクリプションがありませんでした。サーバーはイベントを受け取り、破棄しました。</translation>
    </message>
    <message>
        <source>The deadline passed before everything had ended. A run that comes later is still shown.</source>
        <translation>すべてが終わる前に期限が過ぎました。後から来る実行も表示されます。</translation>
    </message>
    <message>
        <source>This server does not tell of runs: what the event did cannot be seen from here.</source>
        <translation>このサーバーは実行を知らせません。イベントの働きをここから見ることはできません。</translation>
    </message>
    <message>
        <source>✓ The function received exactly what was sent.</source>
        <translation>✓ 関数は送信どおりのものを受け取りました。</translation>
    </message>
    <message>
        <source>Nobody can tell whether the function received what was sent.</source>
        <translation>関数が送信どおりのものを受け取ったかどうかは分かりません。</translation>
    </message>
    <message>
        <source>The function received something else</source>
        <translation>関数は別のものを受け取りました</translation>
    </message>
    <message>
        <source>The function received something else at %1</source>
        <translation>関数は %1 で別のものを受け取りました</translation>
    </message>
    <message>
        <source>%1: sent %2, received %3</source>
        <translation>%1: 送信 %2、受信 %3</translation>
    </message>
    <message>
        <source>What the event did</source>
        <translation>イベントの働き</translation>
    </message>
    <message>
        <source>What each subscription made of the event</source>
        <translation>各サブスクリプションでのイベントの結果</translation>
    </message>
</context>
<context>
    <name>ui::UndoDialog</name>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Take back the latest change?</source>
        <translation>直前の変更を元に戻しますか?</translation>
    </message>
    <message>
        <source>What undoing would do</source>
        <translation>元に戻すと行われること</translation>
    </message>
    <message>
        <source>What would differ</source>
        <translation>変わる点</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>After undoing</source>
        <translation>元に戻した後</translation>
    </message>
    <message>
        <source>Bring secrets back &amp;without their values, which are not kept</source>
        <translation>シークレットを値なしで戻す(値は保存されていません)(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>キャンセル(&amp;C)</translation>
    </message>
    <message numerus="yes">
        <source>Take back the whole import (%n changes)?</source>
        <translation>
            <numerusform>インポート全体(%n 件の変更)を元に戻しますか?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::UndoModel</name>
    <message>
        <source>Delete %1 %2, which was created</source>
        <translation>作成された %1 %2 を削除</translation>
    </message>
    <message>
        <source>Change %1 %2 back</source>
        <translation>%1 %2 を元の内容に変更</translation>
    </message>
    <message>
        <source>Create %1 %2 again, which was deleted</source>
        <translation>削除された %1 %2 を作成し直す</translation>
    </message>
    <message>
        <source>⚠ The values of the secret are gone.</source>
        <translation>⚠ シークレットの値は失われています。</translation>
    </message>
    <message>
        <source>Undoing would</source>
        <translation>元に戻すと</translation>
    </message>
    <message>
        <source>Done at</source>
        <translation>実行時刻</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>備考</translation>
    </message>
</context>
<context>
    <name>ui::VariableMenu</name>
    <message>
        <source>Variables</source>
        <translation>変数</translation>
    </message>
    <message>
        <source>Put a variable into the field with the cursor (Ctrl+Space)</source>
        <translation>カーソルのある欄に変数を入れる(Ctrl+Space)</translation>
    </message>
    <message>
        <source>%1  –  %2</source>
        <translation>%1  –  %2</translation>
    </message>
</context>
<context>
    <name>ui::WireView</name>
    <message>
        <source>length not known yet</source>
        <translation>長さはまだ不明</translation>
    </message>
    <message>
        <source>%1 bytes here</source>
        <translation>ここに %1 バイト</translation>
    </message>
    <message>
        <source>as base64</source>
        <translation>base64 として</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>テキストとして</translation>
    </message>
    <message>
        <source>⟨the file %1, %2 bytes, %3, %4⟩</source>
        <translation>⟨ファイル %1、%2 バイト、%3、%4⟩</translation>
    </message>
    <message>
        <source>
… shortened here; %1 more bytes go out.</source>
        <translation>
… ここで省略。さらに %1 バイトが送られます。</translation>
    </message>
    <message>
        <source>
… shortened here; %1 characters in all. Copy takes everything.</source>
        <translation>
… ここで省略。全部で %1 文字です。「コピー」はすべてをコピーします。</translation>
    </message>
    <message>
        <source>The request as it will go</source>
        <translation>送られるとおりの要求</translation>
    </message>
    <message>
        <source>The same request for other tools</source>
        <translation>同じ要求をほかのツール用に</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Set the environment variable %1 before you run it: no credential is written here.</source>
        <translation>実行する前に環境変数 %1 を設定してください。ここに資格情報は書かれていません。</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>まだ不明</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 バイト</translation>
    </message>
    <message>
        <source>Data %1 · encoded %2 · request body %3</source>
        <translation>データ %1 · エンコード後 %2 · 要求本文 %3</translation>
    </message>
</context>
<context>
    <name>ui::WorkloadView</name>
    <message>
        <source>ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>NOT ready</source>
        <translation>準備未完了</translation>
    </message>
    <message>
        <source>takes no new pods</source>
        <translation>新しい Pod を受け付けません</translation>
    </message>
    <message>
        <source>%1 CPUs</source>
        <translation>CPU %1 個</translation>
    </message>
    <message>
        <source>%1 for pods</source>
        <translation>Pod 用 %1</translation>
    </message>
    <message>
        <source>Node %1: %2</source>
        <translation>ノード %1: %2</translation>
    </message>
    <message>
        <source>What runs in the cluster</source>
        <translation>クラスターで動いているもの</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名前空間</translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation>すべての名前空間</translation>
    </message>
    <message>
        <source>Filter the pods: name, state, reason… (-word: without)</source>
        <translation>Pod を絞り込む: 名前、状態、理由…(-語: 含まない)</translation>
    </message>
    <message>
        <source>Filter the pods</source>
        <translation>Pod を絞り込む</translation>
    </message>
    <message>
        <source>Look again now</source>
        <translation>今すぐ更新</translation>
    </message>
    <message>
        <source>Events, log and forwarded ports</source>
        <translation>イベント、ログ、転送中のポート</translation>
    </message>
    <message>
        <source>%1 (terminating)</source>
        <translation>%1(終了処理中)</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>クラスターに問い合わせています…</translation>
    </message>
    <message>
        <source>There are no pods in this cluster.</source>
        <translation>このクラスターに Pod はありません。</translation>
    </message>
    <message>
        <source>There are no pods in %1.</source>
        <translation>%1 に Pod はありません。</translation>
    </message>
    <message>
        <source>No cluster is chosen</source>
        <translation>クラスターが選ばれていません</translation>
    </message>
    <message>
        <source>Choose one, or create one, to see what runs in it.</source>
        <translation>中で動いているものを見るには、クラスターを選ぶか作成してください。</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 の状態: %2</translation>
    </message>
    <message>
        <source>What runs in it is shown when that is done.</source>
        <translation>それが終わると、中で動いているものが表示されます。</translation>
    </message>
    <message>
        <source>kubectl is not on this machine</source>
        <translation>このマシンに kubectl がありません</translation>
    </message>
    <message>
        <source>It is needed to see what runs in a cluster: %1</source>
        <translation>クラスターで動いているものを見るために必要です: %1</translation>
    </message>
    <message>
        <source>kubectl does not work</source>
        <translation>kubectl が正しく動きません</translation>
    </message>
    <message>
        <source>%1 cannot be used. Choose another one under Tools.</source>
        <translation>%1 は使えません。「ツール」で別のものを選んでください。</translation>
    </message>
    <message>
        <source>This was so %1 ago. %2</source>
        <translation>これは %1 前の状態です。%2</translation>
    </message>
    <message numerus="yes">
        <source>Events (%n warnings)</source>
        <translation>
            <numerusform>イベント(警告 %n 件)</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Forwarded ports (%1)</source>
        <translation>転送中のポート(%1)</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>転送中のポート</translation>
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message numerus="yes">
        <source>%n in ERROR</source>
        <translation>
            <numerusform>ERROR %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>今すぐ再試行(&amp;R)</translation>
    </message>
    <message>
        <source>Deleted %1 %2.</source>
        <translation>%1 %2 を削除しました。</translation>
    </message>
    <message>
        <source>Created %1 %2.</source>
        <translation>%1 %2 を作成しました。</translation>
    </message>
    <message>
        <source>Saved %1 %2.</source>
        <translation>%1 %2 を保存しました。</translation>
    </message>
    <message>
        <source>%1 is READY.</source>
        <translation>%1 は READY です。</translation>
    </message>
    <message>
        <source>bring %1 %2 to READY</source>
        <translation>%1 %2 を READY にする</translation>
    </message>
    <message>
        <source>It is in ERROR and the server gives no reason.</source>
        <translation>ERROR になっていますが、サーバーは理由を示していません。</translation>
    </message>
    <message>
        <source>Correct it with Edit; saving starts it again.</source>
        <translation>「編集」で直してください。保存すると再び起動します。</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>ローカル Dispatch を再起動(&amp;R)</translation>
    </message>
    <message>
        <source>the input of function %1</source>
        <translation>関数 %1 の入力</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>破棄しますか?</translation>
    </message>
    <message>
        <source>Discard what you typed and did not send? It is in: %1.</source>
        <translation>入力して送信していないものを破棄しますか? 場所: %1。</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>編集を続ける(&amp;K)</translation>
    </message>
    <message>
        <source>the import that is running; what it has done stays done</source>
        <translation>実行中のインポート。済んだことはそのまま残ります</translation>
    </message>
    <message>
        <source>There is nothing to undo here.</source>
        <translation>ここで元に戻せるものはありません。</translation>
    </message>
    <message numerus="yes">
        <source>Undone: %n changes.</source>
        <translation>
            <numerusform>%n 件の変更を元に戻しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Sign in again…</source>
        <translation>もう一度サインイン(&amp;S)…</translation>
    </message>
</context>
<context>
    <name>ui::YamlDesk</name>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>%n 件の変更をインポートしました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>%1 にエクスポートしました。</translation>
    </message>
    <message numerus="yes">
        <source>Exported %n files to %1.</source>
        <translation>
            <numerusform>%n 個のファイルを %1 にエクスポートしました。</numerusform>
        </translation>
    </message>
</context>
</TS>
