<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DataFolder</name>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Choose another folder…</source>
        <translation>选择其他文件夹(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>A console is open on this folder; it was brought to the front.</source>
        <translation>已有一个控制台打开了此文件夹；已将其切换到前台。</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Administration of VMware Dispatch.</source>
        <translation>VMware Dispatch 管理工具。</translation>
    </message>
    <message>
        <source>Start on the local Dispatch in the box.</source>
        <translation>启动后使用自带的本地 Dispatch。</translation>
    </message>
    <message>
        <source>Connect to this server.</source>
        <translation>连接到此服务器。</translation>
    </message>
    <message>
        <source>Organization.</source>
        <translation>组织。</translation>
    </message>
    <message>
        <source>Bearer token for the server.</source>
        <translation>服务器的持有者令牌。</translation>
    </message>
    <message>
        <source>Folder of this console&apos;s data.</source>
        <translation>此控制台的数据文件夹。</translation>
    </message>
    <message>
        <source>Print the version.</source>
        <translation>显示版本。</translation>
    </message>
    <message>
        <source>Print this help.</source>
        <translation>显示此帮助。</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>意外的参数：%1</translation>
    </message>
    <message>
        <source>--server needs an address such as http://127.0.0.1:8080.</source>
        <translation>--server 需要一个地址，例如 http://127.0.0.1:8080。</translation>
    </message>
    <message>
        <source>Play the tour; with a folder behind it, save its pictures there.</source>
        <translation>播放导览；后面带文件夹时，将导览图片保存到其中。</translation>
    </message>
    <message>
        <source>Import these files, folders or addresses without a window; with --plan or --apply.</source>
        <translation>不打开窗口，导入这些文件、文件夹或地址；与 --plan 或 --apply 一起使用。</translation>
    </message>
    <message>
        <source>Show what the import would change.</source>
        <translation>显示导入将更改的内容。</translation>
    </message>
    <message>
        <source>Carry the import out.</source>
        <translation>执行导入。</translation>
    </message>
    <message>
        <source>Do not ask before --apply.</source>
        <translation>执行 --apply 前不询问。</translation>
    </message>
    <message>
        <source>Export these kinds, for example Driver,Secret, or all.</source>
        <translation>导出这些种类，例如 Driver,Secret，或 all。</translation>
    </message>
    <message>
        <source>Write the export to this file.</source>
        <translation>将导出内容写入此文件。</translation>
    </message>
    <message>
        <source>Print JSON, for scripts.</source>
        <translation>输出 JSON，供脚本使用。</translation>
    </message>
    <message>
        <source>There is no kind %1 to export.</source>
        <translation>没有可导出的种类 %1。</translation>
    </message>
    <message>
        <source>--import and --export do not go together.</source>
        <translation>--import 和 --export 不能同时使用。</translation>
    </message>
    <message>
        <source>--import needs either --plan or --apply.</source>
        <translation>--import 需要 --plan 或 --apply。</translation>
    </message>
    <message>
        <source>Import and export need --server.</source>
        <translation>导入和导出需要 --server。</translation>
    </message>
</context>
<context>
    <name>ScriptMode</name>
    <message>
        <source>Carry it out? [y/N] </source>
        <translation>要执行吗？[y/N] </translation>
    </message>
    <message>
        <source>Nothing was changed; add --yes to carry it out without a question.
</source>
        <translation>未更改任何内容；加上 --yes 可不经询问直接执行。
</translation>
    </message>
</context>
<context>
    <name>TourMode</name>
    <message>
        <source>The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.</source>
        <translation>临时文件夹 %1 无法写入。请腾出一些空间，或将 TMPDIR 设为其他文件夹。</translation>
    </message>
    <message>
        <source>The pictures are in %1</source>
        <translation>图片位于 %1</translation>
    </message>
    <message>
        <source>play the tour</source>
        <translation>播放导览</translation>
    </message>
    <message>
        <source>The tour came to an early end: %1</source>
        <translation>导览提前结束：%1</translation>
    </message>
    <message>
        <source>Start it again with Help → Tour.</source>
        <translation>请通过“帮助”→“导览”重新开始。</translation>
    </message>
    <message>
        <source>The tour keeps nothing.</source>
        <translation>导览不会保留任何内容。</translation>
    </message>
</context>
<context>
    <name>client::BrowserLogin</name>
    <message>
        <source>sign in with the browser</source>
        <translation>使用浏览器登录</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The browser did not come back in time.</source>
        <translation>浏览器未及时返回。</translation>
    </message>
    <message>
        <source>Sign in again, and go on in the browser until it says that you are signed in.</source>
        <translation>请重新登录，并在浏览器中继续操作，直到显示已登录。</translation>
    </message>
    <message>
        <source>The console cannot listen for the answer of the browser.</source>
        <translation>控制台无法监听浏览器的应答。</translation>
    </message>
    <message>
        <source>Paste the cookie by hand.</source>
        <translation>请手动粘贴 Cookie。</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>无：已放弃</translation>
    </message>
    <message>
        <source>Signing in was cancelled.</source>
        <translation>登录已取消。</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>这里什么也没有。</translation>
    </message>
    <message>
        <source>No cookie came along. Go back to the console.</source>
        <translation>没有随附 Cookie。请返回控制台。</translation>
    </message>
    <message>
        <source>Signed in. This page can be closed; go on in the console.</source>
        <translation>已登录。可以关闭此页面；请在控制台中继续。</translation>
    </message>
    <message>
        <source>no usable cookie</source>
        <translation>没有可用的 Cookie</translation>
    </message>
    <message>
        <source>The browser came back without the cookie of a sign-in.</source>
        <translation>浏览器返回时没有带上登录 Cookie。</translation>
    </message>
    <message>
        <source>Sign in again. If it stays so, the server does not sign people in with a browser: use a service account.</source>
        <translation>请重新登录。如果仍然如此，说明服务器不支持用浏览器登录：请使用服务账户。</translation>
    </message>
</context>
<context>
    <name>client::Changes</name>
    <message>
        <source>create %1 %2</source>
        <translation>创建%1 %2</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>更改%1 %2</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>删除%1 %2</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>it is not as it was</source>
        <translation>与之前不同</translation>
    </message>
    <message>
        <source>The %1 %2 was changed on the server meanwhile. Nothing was done.</source>
        <translation>期间服务器上的%1 %2 已被更改。未执行任何操作。</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>请再次查看，然后决定。</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>replace %1 %2</source>
        <translation>替换%1 %2</translation>
    </message>
    <message>
        <source>The old one is still being deleted.</source>
        <translation>旧的仍在删除中。</translation>
    </message>
    <message>
        <source>Wait until it is gone from the list, then save again.</source>
        <translation>请等它从列表中消失，然后再次保存。</translation>
    </message>
    <message>
        <source>It was gone already.</source>
        <translation>它已经不在了。</translation>
    </message>
    <message>
        <source>find out what an interrupted import had done</source>
        <translation>查明中断的导入做了什么</translation>
    </message>
    <message>
        <source>It did not reach the server.</source>
        <translation>它没有到达服务器。</translation>
    </message>
</context>
<context>
    <name>client::CliConfig</name>
    <message>
        <source>read the configuration of the command line</source>
        <translation>读取命令行的配置</translation>
    </message>
    <message>
        <source>Enter the connection by hand.</source>
        <translation>请手动输入连接。</translation>
    </message>
    <message>
        <source>“%1” has a dot in its name, so that the command line cannot use it.</source>
        <translation>“%1”的名称中有点号，因此命令行无法使用它。</translation>
    </message>
    <message>
        <source>“%1” names no organization; “%2” is taken.</source>
        <translation>“%1”没有指定组织；将使用“%2”。</translation>
    </message>
    <message>
        <source>“%1” does not check the certificate of the server.</source>
        <translation>“%1”不检查服务器的证书。</translation>
    </message>
    <message>
        <source>The key of “%1” cannot be read: %2</source>
        <translation>无法读取“%1”的密钥：%2</translation>
    </message>
    <message>
        <source>Others on this machine can read the key %1.</source>
        <translation>本机上的其他人可以读取密钥 %1。</translation>
    </message>
    <message>
        <source>Others on this machine can read %1 and the cookies in it.</source>
        <translation>本机上的其他人可以读取 %1 及其中的 Cookie。</translation>
    </message>
    <message>
        <source>The file is not JSON.</source>
        <translation>该文件不是 JSON。</translation>
    </message>
    <message>
        <source>no contexts</source>
        <translation>没有上下文</translation>
    </message>
    <message>
        <source>The file is of a version before 0.1.16; later ones do not read it, in silence.</source>
        <translation>该文件来自 0.1.16 之前的版本；之后的版本不读取它，也不提示。</translation>
    </message>
    <message>
        <source>The file names no contexts.</source>
        <translation>该文件没有指定任何上下文。</translation>
    </message>
    <message>
        <source>“%1” is no context and is left out.</source>
        <translation>“%1”不是上下文，已略过。</translation>
    </message>
    <message>
        <source>The address of “%1” cannot be used, so it is left out.</source>
        <translation>“%1”的地址无法使用，因此已略过。</translation>
    </message>
    <message>
        <source>The current context “%1” does not exist; the command line then takes https://localhost:443 in silence.</source>
        <translation>当前上下文“%1”不存在；此时命令行会不加提示地使用 https://localhost:443。</translation>
    </message>
</context>
<context>
    <name>client::ClusterJob</name>
    <message>
        <source>start %1</source>
        <translation>启动 %1</translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation>停止 %1</translation>
    </message>
    <message>
        <source>pause %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>unpause %1</source>
        <translation>恢复 %1</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>repair the context of %1</source>
        <translation>修复 %1 的上下文</translation>
    </message>
    <message>
        <source>enable an add-on of %1</source>
        <translation>启用 %1 的插件</translation>
    </message>
    <message>
        <source>disable an add-on of %1</source>
        <translation>停用 %1 的插件</translation>
    </message>
    <message>
        <source>Start it again to go on where it was, or delete it.</source>
        <translation>请重新启动以从中断处继续，或将其删除。</translation>
    </message>
</context>
<context>
    <name>client::ClusterWatch</name>
    <message>
        <source>list the profiles of minikube</source>
        <translation>列出 minikube 的配置档</translation>
    </message>
    <message>
        <source>ask for the state of %1</source>
        <translation>查询 %1 的状态</translation>
    </message>
</context>
<context>
    <name>client::Clusters</name>
    <message>
        <source>heard from minikube %1: %2</source>
        <translation>从 minikube %1 得知：%2</translation>
    </message>
</context>
<context>
    <name>client::CommandLog</name>
    <message>
        <source>(not kept here: it may hold secrets, or is shown elsewhere)</source>
        <translation>（此处不保留：其中可能含有机密，或已在别处显示）</translation>
    </message>
    <message>
        <source>(dropped, so that this list stays small)</source>
        <translation>（已丢弃，以保持此列表精简）</translation>
    </message>
</context>
<context>
    <name>client::Commands</name>
    <message>
        <source>list the add-ons of %1</source>
        <translation>列出 %1 的插件</translation>
    </message>
    <message>
        <source>ask minikube for its add-ons</source>
        <translation>向 minikube 查询其插件</translation>
    </message>
    <message>
        <source>list the services of %1</source>
        <translation>列出 %1 的服务</translation>
    </message>
    <message>
        <source>ask for the address of %1</source>
        <translation>查询 %1 的地址</translation>
    </message>
    <message>
        <source>read the settings of minikube</source>
        <translation>读取 minikube 的设置</translation>
    </message>
    <message>
        <source>ask minikube for its drivers</source>
        <translation>向 minikube 查询其驱动</translation>
    </message>
    <message>
        <source>read the contexts of kubeconfig</source>
        <translation>读取 kubeconfig 的上下文</translation>
    </message>
    <message>
        <source>read the logs of %1</source>
        <translation>读取 %1 的日志</translation>
    </message>
    <message>
        <source>save the logs to %1</source>
        <translation>将日志保存到 %1</translation>
    </message>
    <message>
        <source>(cut off here: `minikube logs -p %1 --file=…` saves all of it)</source>
        <translation>（在此截断：`minikube logs -p %1 --file=…` 可保存全部内容）</translation>
    </message>
</context>
<context>
    <name>client::ConnectionTest</name>
    <message>
        <source>local Dispatch</source>
        <translation>本地 Dispatch</translation>
    </message>
    <message>
        <source>Dispatch Solo</source>
        <translation>Dispatch Solo</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 on Kubernetes</source>
        <translation>Kubernetes 上的 Dispatch 0.1.24</translation>
    </message>
    <message>
        <source>another server that speaks the Dispatch API</source>
        <translation>使用 Dispatch API 的其他服务器</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>主机名</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>可达性</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>代际</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>the proxy looks it up</source>
        <translation>由代理解析</translation>
    </message>
    <message>
        <source>%1 is an address</source>
        <translation>%1 是一个地址</translation>
    </message>
    <message>
        <source>Check the spelling, the network and the VPN.</source>
        <translation>请检查拼写、网络和 VPN。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>the proxy reaches it</source>
        <translation>由代理连接</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection.</source>
        <translation>请检查该连接的代理设置。</translation>
    </message>
    <message>
        <source>Check that the server runs, its port, and the firewall.</source>
        <translation>请检查服务器是否在运行、其端口以及防火墙。</translation>
    </message>
    <message>
        <source>no answer from %1</source>
        <translation>%1 没有应答</translation>
    </message>
    <message>
        <source>Check the network, the VPN and the firewall.</source>
        <translation>请检查网络、VPN 和防火墙。</translation>
    </message>
    <message>
        <source>plain http</source>
        <translation>普通 http</translation>
    </message>
    <message>
        <source>ask for the version</source>
        <translation>查询版本</translation>
    </message>
    <message>
        <source>the certificate is not checked</source>
        <translation>不检查证书</translation>
    </message>
    <message>
        <source>the pinned certificate</source>
        <translation>固定的证书</translation>
    </message>
    <message>
        <source>the certificate is trusted</source>
        <translation>证书受信任</translation>
    </message>
    <message>
        <source>a token made here is taken</source>
        <translation>接受在此生成的令牌</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message numerus="yes">
        <source>%n drivers</source>
        <translation>
            <numerusform>%n 个驱动</numerusform>
        </translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>未尝试</translation>
    </message>
    <message>
        <source>Test of %1, organization %2</source>
        <translation>测试 %1，组织 %2</translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation>，%1 毫秒</translation>
    </message>
    <message>
        <source>the address names no host</source>
        <translation>地址中没有主机</translation>
    </message>
    <message>
        <source>Correct the address of the connection.</source>
        <translation>请更正该连接的地址。</translation>
    </message>
</context>
<context>
    <name>client::Credentials</name>
    <message>
        <source>sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>a line break or control character</source>
        <translation>换行符或控制字符</translation>
    </message>
    <message>
        <source>The cookie or token cannot be sent as it is.</source>
        <translation>该 Cookie 或令牌无法原样发送。</translation>
    </message>
    <message>
        <source>Copy it again, on one line.</source>
        <translation>请重新复制，保持在一行内。</translation>
    </message>
</context>
<context>
    <name>client::DataDirectory</name>
    <message>
        <source>open the data folder %1</source>
        <translation>打开数据文件夹 %1</translation>
    </message>
    <message>
        <source>The console cannot write to its data folder.</source>
        <translation>控制台无法写入其数据文件夹。</translation>
    </message>
    <message>
        <source>Correct its permissions, or choose another folder with --data-dir.</source>
        <translation>请更正其权限，或使用 --data-dir 选择其他文件夹。</translation>
    </message>
    <message>
        <source>it is a file, not a folder</source>
        <translation>这是文件，不是文件夹</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>无法创建</translation>
    </message>
    <message>
        <source>it belongs to somebody else</source>
        <translation>它属于其他人</translation>
    </message>
    <message>
        <source>There is no space left for the data of the console.</source>
        <translation>没有剩余空间存放控制台的数据。</translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder with --data-dir.</source>
        <translation>请在该磁盘上腾出一些空间，或使用 --data-dir 选择其他文件夹。</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>版本 %1，此控制台最高支持 %2</translation>
    </message>
    <message>
        <source>The data folder was written by a newer console.</source>
        <translation>该数据文件夹由更新版本的控制台写入。</translation>
    </message>
    <message>
        <source>Update this console, or choose another folder with --data-dir.</source>
        <translation>请更新此控制台，或使用 --data-dir 选择其他文件夹。</translation>
    </message>
    <message>
        <source>no version number in the file &apos;version&apos;</source>
        <translation>文件“version”中没有版本号</translation>
    </message>
    <message>
        <source>The data folder does not look like one of the console.</source>
        <translation>该数据文件夹看起来不像控制台的数据文件夹。</translation>
    </message>
    <message>
        <source>Choose another folder with --data-dir, or restore that file.</source>
        <translation>请使用 --data-dir 选择其他文件夹，或恢复该文件。</translation>
    </message>
    <message>
        <source>the lock file cannot be written</source>
        <translation>无法写入锁文件</translation>
    </message>
    <message>
        <source>process %1 (%2) on %3 uses it</source>
        <translation>%3 上的进程 %1（%2）正在使用它</translation>
    </message>
    <message>
        <source>Another console is using this data folder.</source>
        <translation>另一个控制台正在使用此数据文件夹。</translation>
    </message>
    <message>
        <source>Use that window, close it first, or choose another folder with --data-dir.</source>
        <translation>请使用那个窗口，或先将其关闭，或使用 --data-dir 选择其他文件夹。</translation>
    </message>
    <message>
        <source>there are files in it, and none of the console</source>
        <translation>其中有文件，但都不是控制台的文件</translation>
    </message>
    <message>
        <source>The folder holds something else, and the console would lock others out of it.</source>
        <translation>该文件夹存放着其他内容，控制台会使其他人无法访问它。</translation>
    </message>
    <message>
        <source>Name a folder of its own with --data-dir, for example %1.</source>
        <translation>请使用 --data-dir 指定一个专用文件夹，例如 %1。</translation>
    </message>
</context>
<context>
    <name>client::DispatchClient</name>
    <message>
        <source>look at the list of %1</source>
        <translation>查看%1列表</translation>
    </message>
    <message>
        <source>Dispatch, development build</source>
        <translation>Dispatch，开发版</translation>
    </message>
    <message>
        <source>Dispatch %1</source>
        <translation>Dispatch %1</translation>
    </message>
    <message>
        <source>Dispatch %1 (%2)</source>
        <translation>Dispatch %1（%2）</translation>
    </message>
    <message>
        <source>look at %1 %2</source>
        <translation>查看%1 %2</translation>
    </message>
    <message>
        <source>create %1 %2</source>
        <translation>创建%1 %2</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>更改%1 %2</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>删除%1 %2</translation>
    </message>
    <message>
        <source>read the values of secret %1</source>
        <translation>读取机密 %1 的值</translation>
    </message>
    <message>
        <source>send event %1</source>
        <translation>发送事件 %1</translation>
    </message>
    <message>
        <source>look at the runs</source>
        <translation>查看运行记录</translation>
    </message>
    <message>
        <source>look at the runs of %1</source>
        <translation>查看 %1 的运行记录</translation>
    </message>
    <message>
        <source>look at run %1</source>
        <translation>查看运行记录 %1</translation>
    </message>
    <message>
        <source>run function %1</source>
        <translation>运行函数 %1</translation>
    </message>
    <message>
        <source>look at the images</source>
        <translation>查看镜像</translation>
    </message>
    <message>
        <source>ask for the version of the server</source>
        <translation>查询服务器的版本</translation>
    </message>
    <message>
        <source>look at what there is of kind %1</source>
        <translation>查看有哪些%1</translation>
    </message>
    <message>
        <source>JSON that is no object</source>
        <translation>不是对象的 JSON</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>不是列表的 JSON</translation>
    </message>
</context>
<context>
    <name>client::DispatchInstaller</name>
    <message>
        <source>kubectl does not know the cluster %1.</source>
        <translation>kubectl 不认识集群 %1。</translation>
    </message>
    <message>
        <source>Start the cluster again: that writes its context.</source>
        <translation>请重新启动集群：这会写入其上下文。</translation>
    </message>
    <message>
        <source>look at the pods</source>
        <translation>查看 Pod</translation>
    </message>
    <message>
        <source>The pods say: %1.</source>
        <translation>Pod 的状态：%1。</translation>
    </message>
    <message>
        <source>Dispatch on %1</source>
        <translation>%1 上的 Dispatch</translation>
    </message>
</context>
<context>
    <name>client::DriverPods</name>
    <message>
        <source>look for the pods of driver %1</source>
        <translation>查找驱动 %1 的 Pod</translation>
    </message>
</context>
<context>
    <name>client::EmitJob</name>
    <message>
        <source>The connection broke, but there is a run of it.</source>
        <translation>连接已断开，但已有它的运行记录。</translation>
    </message>
    <message>
        <source>The connection broke, and no run can tell whether it arrived. It was not sent again.</source>
        <translation>连接已断开，没有运行记录能说明它是否到达。未再次发送。</translation>
    </message>
    <message>
        <source>Not sent: the job was stopped before.</source>
        <translation>未发送：作业在此之前已停止。</translation>
    </message>
    <message>
        <source>The connection broke, and the job was stopped before it was looked for.</source>
        <translation>连接已断开，作业在查找它之前已停止。</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>读取文件 %1</translation>
    </message>
    <message>
        <source>a line of more than %1 MB</source>
        <translation>超过 %1 MB 的一行</translation>
    </message>
    <message>
        <source>The events of the job cannot be read on from line %1.</source>
        <translation>无法从第 %1 行起继续读取作业的事件。</translation>
    </message>
    <message>
        <source>Look at the file: it needs one JSON value a line.</source>
        <translation>请检查文件：每行需要一个 JSON 值。</translation>
    </message>
    <message>
        <source>The line is no JSON: %1</source>
        <translation>该行不是 JSON：%1</translation>
    </message>
</context>
<context>
    <name>client::Exporter</name>
    <message>
        <source>others could read it there</source>
        <translation>其他人可以在那里读取它</translation>
    </message>
    <message>
        <source>export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>写入 %1</translation>
    </message>
    <message>
        <source>The export was not saved: %1.</source>
        <translation>未能保存导出：%1。</translation>
    </message>
    <message>
        <source>Choose another place, or make room there.</source>
        <translation>请选择其他位置，或在那里腾出空间。</translation>
    </message>
</context>
<context>
    <name>client::Failures</name>
    <message>
        <source>The server points to another address, and the console does not follow.</source>
        <translation>服务器指向另一个地址，控制台不会跟随。</translation>
    </message>
    <message>
        <source>Use the address it points to, if you trust it.</source>
        <translation>如果信任它，请使用它指向的地址。</translation>
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation>服务器未接受该请求。</translation>
    </message>
    <message>
        <source>Correct what it names and try again.</source>
        <translation>请更正它指出的问题，然后重试。</translation>
    </message>
    <message>
        <source>The server does not know who you are.</source>
        <translation>服务器不知道您是谁。</translation>
    </message>
    <message>
        <source>Sign in again, or check the token or the service account and its key.</source>
        <translation>请重新登录，或检查令牌，或检查服务账户及其密钥。</translation>
    </message>
    <message>
        <source>You are known, but not allowed to do this.</source>
        <translation>服务器认识您，但不允许您这样做。</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy that allows it, or check the organization.</source>
        <translation>请向管理员申请允许此操作的策略，或检查组织。</translation>
    </message>
    <message>
        <source>The server has no such thing (any more).</source>
        <translation>服务器上没有（或不再有）该对象。</translation>
    </message>
    <message>
        <source>Look again, and check the name and the organization.</source>
        <translation>请再次查看，并检查名称和组织。</translation>
    </message>
    <message>
        <source>The server does not offer this operation.</source>
        <translation>服务器不提供此操作。</translation>
    </message>
    <message>
        <source>Check that the address is that of a Dispatch API.</source>
        <translation>请检查该地址是否为 Dispatch API 的地址。</translation>
    </message>
    <message>
        <source>A proxy on the way asks for a sign-in.</source>
        <translation>途中的代理要求登录。</translation>
    </message>
    <message>
        <source>Check the proxy settings.</source>
        <translation>请检查代理设置。</translation>
    </message>
    <message>
        <source>The server waited too long for the request.</source>
        <translation>服务器等待请求的时间过长。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>The name is taken, or the server&apos;s copy has moved on.</source>
        <translation>名称已被占用，或服务器上的副本已更新。</translation>
    </message>
    <message>
        <source>Choose another name, or look at the existing one first.</source>
        <translation>请选择其他名称，或先查看现有的对象。</translation>
    </message>
    <message>
        <source>The request is larger than the server takes.</source>
        <translation>请求超过了服务器可接受的大小。</translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation>请减少发送的内容。</translation>
    </message>
    <message>
        <source>The server does not take this kind of content.</source>
        <translation>服务器不接受这种内容。</translation>
    </message>
    <message>
        <source>A value breaks a rule of the server.</source>
        <translation>有一个值违反了服务器的规则。</translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation>请更正后重试。</translation>
    </message>
    <message>
        <source>The server has too much to do.</source>
        <translation>服务器太忙。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后重试。</translation>
    </message>
    <message>
        <source>The headers of the request are too long for the server.</source>
        <translation>请求头过长，服务器无法接受。</translation>
    </message>
    <message>
        <source>Check the cookie or token of this connection.</source>
        <translation>请检查此连接的 Cookie 或令牌。</translation>
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation>服务器拒绝了该请求。</translation>
    </message>
    <message>
        <source>See what it said.</source>
        <translation>请查看它的说明。</translation>
    </message>
    <message>
        <source>This Dispatch server does not have that function.</source>
        <translation>此 Dispatch 服务器没有该功能。</translation>
    </message>
    <message>
        <source>Use a server of another generation for it.</source>
        <translation>请使用其他代际的服务器。</translation>
    </message>
    <message>
        <source>A gateway answered, but the Dispatch behind it did not.</source>
        <translation>网关有应答，但其后的 Dispatch 没有应答。</translation>
    </message>
    <message>
        <source>Check that the Dispatch services are running, then try again.</source>
        <translation>请检查 Dispatch 的服务是否在运行，然后重试。</translation>
    </message>
    <message>
        <source>Something went wrong inside the server.</source>
        <translation>服务器内部出错。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at the server&apos;s log.</source>
        <translation>请重试；如果再次发生，请查看服务器的日志。</translation>
    </message>
    <message>
        <source>The answer is none that Dispatch gives.</source>
        <translation>该应答不是 Dispatch 会给出的应答。</translation>
    </message>
    <message>
        <source>A value has the wrong type or format.</source>
        <translation>有一个值的类型或格式不对。</translation>
    </message>
    <message>
        <source>A required value is missing.</source>
        <translation>缺少一个必需的值。</translation>
    </message>
    <message>
        <source>A value is too long.</source>
        <translation>有一个值太长。</translation>
    </message>
    <message>
        <source>A value has characters that are not allowed there.</source>
        <translation>有一个值含有不允许的字符。</translation>
    </message>
    <message>
        <source>A value is none of the allowed ones.</source>
        <translation>有一个值不在允许的范围内。</translation>
    </message>
    <message>
        <source>Nothing listens at that address.</source>
        <translation>该地址上没有程序在监听。</translation>
    </message>
    <message>
        <source>Check that the server runs, and its host and port.</source>
        <translation>请检查服务器是否在运行，以及其主机和端口。</translation>
    </message>
    <message>
        <source>Look again before you repeat it.</source>
        <translation>重复操作之前请再次查看。</translation>
    </message>
    <message>
        <source>That host name is not known.</source>
        <translation>该主机名无法识别。</translation>
    </message>
    <message>
        <source>Check its spelling, the network and the VPN.</source>
        <translation>请检查其拼写、网络和 VPN。</translation>
    </message>
    <message>
        <source>The server cannot be reached in time.</source>
        <translation>未能及时连接到服务器。</translation>
    </message>
    <message>
        <source>Check the network and the firewall, then try again.</source>
        <translation>请检查网络和防火墙，然后重试。</translation>
    </message>
    <message>
        <source>The network went away.</source>
        <translation>网络已断开。</translation>
    </message>
    <message>
        <source>Try again when it is back.</source>
        <translation>请在网络恢复后重试。</translation>
    </message>
    <message>
        <source>There is no network.</source>
        <translation>没有网络。</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>代理没有应答。</translation>
    </message>
    <message>
        <source>The proxy closed the connection.</source>
        <translation>代理关闭了连接。</translation>
    </message>
    <message>
        <source>The proxy is not known by that name.</source>
        <translation>找不到该名称的代理。</translation>
    </message>
    <message>
        <source>The proxy does not answer in time.</source>
        <translation>代理没有及时应答。</translation>
    </message>
    <message>
        <source>The proxy asks for a sign-in.</source>
        <translation>代理要求登录。</translation>
    </message>
    <message>
        <source>The server points in a circle.</source>
        <translation>服务器的重定向形成了循环。</translation>
    </message>
    <message>
        <source>That is no address of a web server.</source>
        <translation>这不是 Web 服务器的地址。</translation>
    </message>
    <message>
        <source>Use an address that begins with http:// or https://.</source>
        <translation>请使用以 http:// 或 https:// 开头的地址。</translation>
    </message>
    <message>
        <source>What came back is not HTTP.</source>
        <translation>返回的内容不是 HTTP。</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>请检查端口，以及应使用 http 还是 https。</translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation>无法连接到服务器。</translation>
    </message>
    <message>
        <source>Check the address and the network, then try again.</source>
        <translation>请检查地址和网络，然后重试。</translation>
    </message>
    <message>
        <source>This is not a Dispatch API, probably a proxy or captive portal.</source>
        <translation>这不是 Dispatch API，可能是代理或强制门户。</translation>
    </message>
    <message>
        <source>Open the address in a browser to see what answers there, then correct host and port or sign in there.</source>
        <translation>请在浏览器中打开该地址，查看那里的应答，然后更正主机和端口，或在那里登录。</translation>
    </message>
    <message>
        <source>nothing from %1 for %2 s</source>
        <translation>%2 秒内未收到 %1 的任何内容</translation>
    </message>
    <message>
        <source>Look again in a moment, and check that the server is well.</source>
        <translation>请稍后再次查看，并检查服务器是否正常。</translation>
    </message>
    <message>
        <source>more than %1 MB</source>
        <translation>超过 %1 MB</translation>
    </message>
    <message>
        <source>The answer is larger than the console takes.</source>
        <translation>应答超过了控制台可接受的大小。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>HTTP %1, see %2</source>
        <translation>HTTP %1，参见 %2</translation>
    </message>
    <message>
        <source>see %1</source>
        <translation>参见 %1</translation>
    </message>
    <message>
        <source>HTTP %1 without an explanation</source>
        <translation>HTTP %1，没有说明</translation>
    </message>
    <message>
        <source>HTTP %1: %2</source>
        <translation>HTTP %1：%2</translation>
    </message>
    <message>
        <source>a web page (HTTP %1) from %2</source>
        <translation>来自 %2 的网页（HTTP %1）</translation>
    </message>
    <message>
        <source>Look again; if it stays so, check that the address is that of a Dispatch API.</source>
        <translation>请再次查看；如果仍然如此，请检查该地址是否为 Dispatch API 的地址。</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends.</source>
        <translation>该应答不是 Dispatch 服务器会发送的内容。</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends. %1</source>
        <translation>该应答不是 Dispatch 服务器会发送的内容。%1</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>空的应答</translation>
    </message>
    <message>
        <source>%1 bytes of JSON that break off</source>
        <translation>%1 字节中断的 JSON</translation>
    </message>
    <message>
        <source>The answer was cut off on its way.</source>
        <translation>应答在途中被截断。</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>无：已放弃</translation>
    </message>
    <message>
        <source>The request was cancelled. If it was already on its way, it may have taken effect.</source>
        <translation>请求已取消。如果已经发出，则可能已经生效。</translation>
    </message>
    <message>
        <source>%1 It may have taken effect all the same.</source>
        <translation>%1 尽管如此，它可能已经生效。</translation>
    </message>
    <message>
        <source>The connection broke before the answer was complete.</source>
        <translation>应答完成之前连接已断开。</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>服务器没有及时应答。</translation>
    </message>
    <message>
        <source>The token is from the future: the clock of this machine or of the server is wrong.</source>
        <translation>令牌的时间在未来：本机或服务器的时钟不对。</translation>
    </message>
    <message>
        <source>Compare both clocks, set the wrong one, then sign in again.</source>
        <translation>请比较两边的时钟，校正不对的那个，然后重新登录。</translation>
    </message>
    <message>
        <source>The token has expired, or the clock of this machine or of the server is wrong.</source>
        <translation>令牌已过期，或者本机或服务器的时钟不对。</translation>
    </message>
    <message>
        <source>Get a new token; if it was made just now, compare both clocks.</source>
        <translation>请获取新的令牌；如果令牌刚刚生成，请比较两边的时钟。</translation>
    </message>
    <message>
        <source>The key does not belong to this service account.</source>
        <translation>该密钥不属于此服务账户。</translation>
    </message>
    <message>
        <source>Choose the private key whose public half the server has for this account.</source>
        <translation>请选择与服务器上此账户的公钥对应的私钥。</translation>
    </message>
    <message>
        <source>The server has no such service account in that organization.</source>
        <translation>服务器在该组织中没有这个服务账户。</translation>
    </message>
    <message>
        <source>Check the name of the account and its organization.</source>
        <translation>请检查账户的名称及其组织。</translation>
    </message>
    <message>
        <source>The service account was given without its organization.</source>
        <translation>给出的服务账户没有组织。</translation>
    </message>
    <message>
        <source>Enter it as ORGANIZATION/NAME.</source>
        <translation>请按 ORGANIZATION/NAME 的形式输入。</translation>
    </message>
    <message>
        <source>The token is not signed with an RSA key, and Dispatch takes no other.</source>
        <translation>该令牌不是用 RSA 密钥签名的，而 Dispatch 只接受 RSA 密钥。</translation>
    </message>
    <message>
        <source>Use a token made with RS256, RS384 or RS512.</source>
        <translation>请使用以 RS256、RS384 或 RS512 生成的令牌。</translation>
    </message>
    <message>
        <source>The proxy does not answer, or does not let the console through to the server.</source>
        <translation>代理没有应答，或不让控制台连到服务器。</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection, or list the host among those that are reached without it.</source>
        <translation>请检查该连接的代理设置，或将主机列入不经代理访问的主机。</translation>
    </message>
    <message>
        <source>A server that wants a client certificate also does this.</source>
        <translation>要求客户端证书的服务器也会这样。</translation>
    </message>
    <message>
        <source>That port speaks TLS, and the address says plain http.</source>
        <translation>该端口使用 TLS，而地址写的是普通 http。</translation>
    </message>
    <message>
        <source>Use https:// in the address.</source>
        <translation>请在地址中使用 https://。</translation>
    </message>
    <message>
        <source>You are known, but no policy of the organization “%1” lets you “%2” on “%3”.</source>
        <translation>服务器认识您，但组织“%1”没有策略允许您在“%3”上“%2”。</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy with the action “%1” on the resource “%2”, or check the organization.</source>
        <translation>请向管理员申请一条策略，其操作为“%1”、资源为“%2”；或检查组织。</translation>
    </message>
</context>
<context>
    <name>client::FileBody</name>
    <message>
        <source>it changed while it was sent</source>
        <translation>它在发送过程中被更改</translation>
    </message>
    <message>
        <source>it grew while it was sent</source>
        <translation>它在发送过程中变大了</translation>
    </message>
</context>
<context>
    <name>client::FileCheck</name>
    <message>
        <source>it changed while it was read</source>
        <translation>它在读取过程中被更改</translation>
    </message>
    <message>
        <source>it had %1 bytes and has %2</source>
        <translation>它原有 %1 字节，现有 %2 字节</translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation>它的 SHA-256 已不同</translation>
    </message>
    <message>
        <source>it was written since</source>
        <translation>此后它又被写入过</translation>
    </message>
    <message>
        <source>send the file %1 as text</source>
        <translation>将文件 %1 作为文本发送</translation>
    </message>
    <message>
        <source>bytes that are not UTF-8</source>
        <translation>不是 UTF-8 的字节</translation>
    </message>
    <message>
        <source>JSON, in which events travel, can hold a text only as UTF-8.</source>
        <translation>事件以 JSON 传送，而 JSON 只能容纳 UTF-8 文本。</translation>
    </message>
    <message>
        <source>Send it as binary, or save it as UTF-8 first.</source>
        <translation>请作为二进制发送，或先另存为 UTF-8。</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>读取文件 %1</translation>
    </message>
    <message>
        <source>Reading the file was cancelled.</source>
        <translation>已取消读取文件。</translation>
    </message>
    <message>
        <source>Choose it again to read it.</source>
        <translation>重新选择该文件即可读取。</translation>
    </message>
</context>
<context>
    <name>client::GenerationFinder</name>
    <message>
        <source>ask which Dispatch this is</source>
        <translation>查询这是哪种 Dispatch</translation>
    </message>
</context>
<context>
    <name>client::ImportPlanner</name>
    <message>
        <source>plan the import</source>
        <translation>规划导入</translation>
    </message>
</context>
<context>
    <name>client::ImportRun</name>
    <message>
        <source>Not tried, because %1 %2 did not work.</source>
        <translation>未尝试，因为%1 %2 未成功。</translation>
    </message>
    <message>
        <source>Not tried: the import was stopped before.</source>
        <translation>未尝试：导入在此之前已停止。</translation>
    </message>
    <message>
        <source>The values of this secret are not kept.</source>
        <translation>此机密的值不会保留。</translation>
    </message>
    <message>
        <source>Import its file again.</source>
        <translation>请重新导入其文件。</translation>
    </message>
</context>
<context>
    <name>client::ImportSource</name>
    <message>
        <source>import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>That is more than is imported at once: %1.</source>
        <translation>这超过了一次可导入的数量：%1。</translation>
    </message>
    <message>
        <source>Import a part of it.</source>
        <translation>请只导入其中一部分。</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>The folder cannot be read.</source>
        <translation>无法读取该文件夹。</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>请检查其权限。</translation>
    </message>
    <message>
        <source>no such files</source>
        <translation>没有这样的文件</translation>
    </message>
    <message>
        <source>There is no *.yaml, *.yml or *.json below this folder.</source>
        <translation>此文件夹下没有 *.yaml、*.yml 或 *.json 文件。</translation>
    </message>
    <message>
        <source>Choose another folder, or the files themselves.</source>
        <translation>请选择其他文件夹，或直接选择文件。</translation>
    </message>
    <message>
        <source>over %1 files</source>
        <translation>超过 %1 个文件</translation>
    </message>
    <message>
        <source>%1, where %2 are the limit</source>
        <translation>%1，上限为 %2</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>超过 %1</translation>
    </message>
    <message>
        <source>over %1 in all</source>
        <translation>总计超过 %1</translation>
    </message>
    <message>
        <source>an HTML page</source>
        <translation>HTML 页面</translation>
    </message>
    <message>
        <source>The address shows a page for people and not the file itself.</source>
        <translation>该地址显示的是供人浏览的页面，而不是文件本身。</translation>
    </message>
    <message>
        <source>Use the address of the file, often called “raw”.</source>
        <translation>请使用文件本身的地址，通常称为“raw”。</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>The address answered with status %1 and not with a file.</source>
        <translation>该地址返回状态 %1，而不是文件。</translation>
    </message>
    <message>
        <source>Open it in a browser and look; what needs a sign-in has to be saved as a file first.</source>
        <translation>请在浏览器中打开查看；需要登录的内容必须先保存为文件。</translation>
    </message>
    <message>
        <source>This is no address of http or https.</source>
        <translation>这不是 http 或 https 地址。</translation>
    </message>
    <message>
        <source>Write it in full, for example https://example.com/wiring.yaml.</source>
        <translation>请写完整，例如 https://example.com/wiring.yaml。</translation>
    </message>
</context>
<context>
    <name>client::InstallFolder</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 无法写入。</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>请检查您是否有权在那里写入，以及磁盘是否已满。</translation>
    </message>
    <message>
        <source>Another console is installing in this cluster.</source>
        <translation>另一个控制台正在此集群中安装。</translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation>请等待它完成。</translation>
    </message>
</context>
<context>
    <name>client::InstallOrder</name>
    <message>
        <source>install Dispatch in the cluster %1</source>
        <translation>在集群 %1 中安装 Dispatch</translation>
    </message>
    <message>
        <source>try an installation in the cluster %1</source>
        <translation>在集群 %1 中试安装</translation>
    </message>
    <message>
        <source>uninstall Dispatch from the cluster %1</source>
        <translation>从集群 %1 卸载 Dispatch</translation>
    </message>
</context>
<context>
    <name>client::Journal</name>
    <message>
        <source>open a sent event</source>
        <translation>打开已发送的事件</translation>
    </message>
    <message>
        <source>nothing with the number %1</source>
        <translation>没有编号为 %1 的内容</translation>
    </message>
    <message>
        <source>That event is no longer in the history.</source>
        <translation>该事件已不在历史记录中。</translation>
    </message>
    <message>
        <source>Look at the history again.</source>
        <translation>请重新查看历史记录。</translation>
    </message>
    <message>
        <source>write the ledger of a job</source>
        <translation>写入作业的台账</translation>
    </message>
    <message>
        <source>The journal of sent events could not be used.</source>
        <translation>无法使用已发送事件的记录簿。</translation>
    </message>
    <message>
        <source>Try again; if it stays so, look at the disk that holds %1.</source>
        <translation>请重试；如果仍然如此，请检查 %1 所在的磁盘。</translation>
    </message>
    <message>
        <source>The disk that holds the journal of sent events is full.</source>
        <translation>已发送事件的记录簿所在的磁盘已满。</translation>
    </message>
    <message>
        <source>Free some space there; nothing that was written before is lost.</source>
        <translation>请在那里腾出一些空间；之前写入的内容不会丢失。</translation>
    </message>
    <message>
        <source>The journal of sent events cannot be written.</source>
        <translation>无法写入已发送事件的记录簿。</translation>
    </message>
    <message>
        <source>Correct the permissions of %1.</source>
        <translation>请更正 %1 的权限。</translation>
    </message>
    <message>
        <source>Another program uses the journal of sent events.</source>
        <translation>另一个程序正在使用已发送事件的记录簿。</translation>
    </message>
    <message>
        <source>Close the program that has %1 open.</source>
        <translation>请关闭打开了 %1 的程序。</translation>
    </message>
    <message>
        <source>put the damaged journal aside</source>
        <translation>将损坏的记录簿移到一边</translation>
    </message>
    <message>
        <source>it cannot be renamed</source>
        <translation>无法重命名</translation>
    </message>
    <message>
        <source>The journal of sent events is damaged.</source>
        <translation>已发送事件的记录簿已损坏。</translation>
    </message>
    <message>
        <source>Move %1 to another place and start again.</source>
        <translation>请将 %1 移到其他位置，然后重新启动。</translation>
    </message>
    <message>
        <source>open the journal of sent events</source>
        <translation>打开已发送事件的记录簿</translation>
    </message>
    <message>
        <source>a damaged file</source>
        <translation>损坏的文件</translation>
    </message>
    <message>
        <source>The journal of sent events was damaged. A new, empty one is in use.</source>
        <translation>已发送事件的记录簿已损坏。现在使用一个新的空记录簿。</translation>
    </message>
    <message>
        <source>The old one was kept as %1; `sqlite3 FILE .recover` can read what is left of it.</source>
        <translation>旧的保留为 %1；用 `sqlite3 FILE .recover` 可以读取其中剩余的内容。</translation>
    </message>
    <message>
        <source>no driver for SQLite</source>
        <translation>没有 SQLite 驱动程序</translation>
    </message>
    <message>
        <source>A part of Qt that keeps the journal is missing.</source>
        <translation>缺少用于保存记录簿的 Qt 组件。</translation>
    </message>
    <message>
        <source>Install the package libqt6sql6-sqlite and start again.</source>
        <translation>请安装软件包 libqt6sql6-sqlite，然后重新启动。</translation>
    </message>
    <message>
        <source>it cannot be created, or belongs to somebody else</source>
        <translation>无法创建，或属于其他人</translation>
    </message>
    <message>
        <source>check the journal of sent events</source>
        <translation>检查已发送事件的记录簿</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>版本 %1，此控制台最高支持 %2</translation>
    </message>
    <message>
        <source>The journal of sent events was written by a newer console.</source>
        <translation>已发送事件的记录簿由更新版本的控制台写入。</translation>
    </message>
    <message>
        <source>Update this console, or move %1 to another place.</source>
        <translation>请更新此控制台，或将 %1 移到其他位置。</translation>
    </message>
    <message>
        <source>make the tables of the journal</source>
        <translation>创建记录簿的表</translation>
    </message>
    <message>
        <source>use the journal of sent events</source>
        <translation>使用已发送事件的记录簿</translation>
    </message>
</context>
<context>
    <name>client::JwtSigner</name>
    <message>
        <source>sign in as a service account</source>
        <translation>以服务账户登录</translation>
    </message>
    <message>
        <source>The private key of the service account cannot be used.</source>
        <translation>服务账户的私钥无法使用。</translation>
    </message>
    <message>
        <source>a public key</source>
        <translation>公钥</translation>
    </message>
    <message>
        <source>Choose the private key that belongs to it.</source>
        <translation>请选择与之对应的私钥。</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>带密码短语的密钥</translation>
    </message>
    <message>
        <source>Remove the pass phrase: openssl pkey -in KEY -out NEWKEY</source>
        <translation>去除密码短语：openssl pkey -in KEY -out NEWKEY</translation>
    </message>
    <message>
        <source>no key in PEM form</source>
        <translation>没有 PEM 形式的密钥</translation>
    </message>
    <message>
        <source>Choose a file that begins with -----BEGIN PRIVATE KEY-----.</source>
        <translation>请选择以 -----BEGIN PRIVATE KEY----- 开头的文件。</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>请选择未损坏的 PEM 形式的 RSA 密钥。</translation>
    </message>
    <message>
        <source>a key that is not RSA</source>
        <translation>不是 RSA 的密钥</translation>
    </message>
    <message>
        <source>Dispatch takes RSA keys only: make one.</source>
        <translation>Dispatch 只接受 RSA 密钥：请生成一个。</translation>
    </message>
    <message>
        <source>an RSA key of %1 bits</source>
        <translation>%1 位的 RSA 密钥</translation>
    </message>
    <message>
        <source>Make a key of 2048 bits or more: shorter ones are not safe.</source>
        <translation>请生成 2048 位或以上的密钥：更短的不安全。</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>请选择其他密钥。</translation>
    </message>
    <message>
        <source>a key in the form of OpenSSH</source>
        <translation>OpenSSH 形式的密钥</translation>
    </message>
    <message>
        <source>Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY</source>
        <translation>请转换它的副本：ssh-keygen -p -m PKCS8 -f COPY</translation>
    </message>
    <message>
        <source>a certificate</source>
        <translation>证书</translation>
    </message>
</context>
<context>
    <name>client::KeptRun</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 无法写入。</translation>
    </message>
    <message>
        <source>Free some space there, and check who owns it.</source>
        <translation>请在那里腾出一些空间，并检查其所有者。</translation>
    </message>
    <message>
        <source>It was cancelled. A part of it may be done.</source>
        <translation>已取消。其中一部分可能已经完成。</translation>
    </message>
    <message>
        <source>It ended without an answer: somebody killed it.</source>
        <translation>它没有给出应答就结束了：被人终止了。</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>重试之前请先查看状态。</translation>
    </message>
    <message>
        <source>It printed more than %1 MiB, and was given up.</source>
        <translation>其输出超过 %1 MiB，已放弃。</translation>
    </message>
</context>
<context>
    <name>client::KeyPair</name>
    <message>
        <source>make a key pair</source>
        <translation>生成密钥对</translation>
    </message>
    <message>
        <source>The cryptographic library could not make a key.</source>
        <translation>加密库无法生成密钥。</translation>
    </message>
    <message>
        <source>Check the installation of OpenSSL.</source>
        <translation>请检查 OpenSSL 的安装。</translation>
    </message>
</context>
<context>
    <name>client::Keychain</name>
    <message>
        <source>use the keychain</source>
        <translation>使用钥匙串</translation>
    </message>
    <message>
        <source>nothing for %1 s</source>
        <translation>%1 秒内没有任何内容</translation>
    </message>
    <message>
        <source>The keychain does not answer.</source>
        <translation>钥匙串没有应答。</translation>
    </message>
    <message>
        <source>See whether it asks for its password in a window of its own, then let the console ask again.</source>
        <translation>请看它是否在自己的窗口中询问密码，然后让控制台重新请求。</translation>
    </message>
    <message>
        <source>no such secret</source>
        <translation>没有这个机密</translation>
    </message>
    <message>
        <source>The keychain does not hold this secret.</source>
        <translation>钥匙串中没有这个机密。</translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation>请重新输入。</translation>
    </message>
    <message>
        <source>not what was written</source>
        <translation>与写入的内容不同</translation>
    </message>
    <message>
        <source>The keychain does not keep what it is given.</source>
        <translation>钥匙串没有保留交给它的内容。</translation>
    </message>
    <message>
        <source>Repair or replace the keychain of your desktop.</source>
        <translation>请修复或更换桌面的钥匙串。</translation>
    </message>
</context>
<context>
    <name>client::LocalServer</name>
    <message>
        <source>there is no program %1</source>
        <translation>没有程序 %1</translation>
    </message>
    <message>
        <source>The local Dispatch is not installed.</source>
        <translation>本地 Dispatch 未安装。</translation>
    </message>
    <message>
        <source>Install it beside the console or on the PATH, or connect to another server.</source>
        <translation>请将其安装在控制台旁边或 PATH 中，或连接到其他服务器。</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written.</source>
        <translation>数据文件夹 %1 无法写入。</translation>
    </message>
    <message>
        <source>Free some space, correct its permissions, or choose another folder.</source>
        <translation>请腾出一些空间、更正其权限，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The local Dispatch named an address that is not on this machine.</source>
        <translation>本地 Dispatch 给出的地址不在本机上。</translation>
    </message>
    <message>
        <source>Check which program dispatch-local is.</source>
        <translation>请检查 dispatch-local 是哪个程序。</translation>
    </message>
    <message>
        <source>The local Dispatch could not start: %1</source>
        <translation>本地 Dispatch 无法启动：%1</translation>
    </message>
    <message>
        <source>Correct that and start again.</source>
        <translation>请更正后重新启动。</translation>
    </message>
    <message>
        <source>The local Dispatch could not be started.</source>
        <translation>无法启动本地 Dispatch。</translation>
    </message>
    <message>
        <source>Check that %1 is a program for this machine.</source>
        <translation>请检查 %1 是否为适用于本机的程序。</translation>
    </message>
    <message>
        <source>no word for %1 s</source>
        <translation>%1 秒内没有回音</translation>
    </message>
    <message>
        <source>The local Dispatch did not become ready in time.</source>
        <translation>本地 Dispatch 没有及时就绪。</translation>
    </message>
    <message>
        <source>Start it again; if that does not help, look at its log.</source>
        <translation>请重新启动；如果没有帮助，请查看其日志。</translation>
    </message>
    <message>
        <source>start the local Dispatch</source>
        <translation>启动本地 Dispatch</translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation>它因信号 %1 而结束</translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation>它以代码 %1 结束</translation>
    </message>
    <message>
        <source>The local Dispatch ended although nobody asked it to. Its data is safe.</source>
        <translation>本地 Dispatch 未经请求自行结束。其数据是安全的。</translation>
    </message>
    <message>
        <source>Start it again; what was accepted is still there.</source>
        <translation>请重新启动；已接受的内容仍在那里。</translation>
    </message>
    <message>
        <source>keep the local Dispatch running</source>
        <translation>让本地 Dispatch 保持运行</translation>
    </message>
    <message>
        <source>The local Dispatch ended before it was ready.</source>
        <translation>本地 Dispatch 在就绪之前已结束。</translation>
    </message>
    <message>
        <source>Look at its log, correct what it names and start again.</source>
        <translation>请查看其日志，更正其中指出的问题，然后重新启动。</translation>
    </message>
    <message>
        <source>local</source>
        <translation>本地</translation>
    </message>
</context>
<context>
    <name>client::NetworkDoor</name>
    <message>
        <source>nothing was sent</source>
        <translation>未发送任何内容</translation>
    </message>
    <message>
        <source>The connection “%1” is read-only: the console changes nothing there.</source>
        <translation>连接“%1”为只读：控制台不会在那里更改任何内容。</translation>
    </message>
    <message>
        <source>Change the protection of the connection, if it is meant to be changed from here.</source>
        <translation>如果确实要从这里更改，请修改该连接的保护设置。</translation>
    </message>
</context>
<context>
    <name>client::PodLog</name>
    <message>
        <source>read the log of %1</source>
        <translation>读取 %1 的日志</translation>
    </message>
    <message>
        <source>The pod is gone.</source>
        <translation>该 Pod 已不存在。</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>查看 Pod %1</translation>
    </message>
    <message>
        <source>The pod is gone; another one has its name now.</source>
        <translation>该 Pod 已不存在；现在另一个 Pod 使用它的名称。</translation>
    </message>
    <message>
        <source>The pod has ended.</source>
        <translation>该 Pod 已结束。</translation>
    </message>
    <message>
        <source>The container ended with exit code %1 (%2) and is started again.</source>
        <translation>容器以退出代码 %1（%2）结束，正在重新启动。</translation>
    </message>
    <message>
        <source>The container is started again.</source>
        <translation>容器正在重新启动。</translation>
    </message>
    <message>
        <source>save the log of %1</source>
        <translation>保存 %1 的日志</translation>
    </message>
</context>
<context>
    <name>client::PortForwards</name>
    <message>
        <source>forward port %1 of %2</source>
        <translation>转发 %2 的端口 %1</translation>
    </message>
    <message>
        <source>The pod %1 is gone.</source>
        <translation>Pod %1 已不存在。</translation>
    </message>
    <message>
        <source>Forward a port of the pod that has taken its place.</source>
        <translation>请转发取代它的那个 Pod 的端口。</translation>
    </message>
    <message>
        <source>The forward did not become ready in time.</source>
        <translation>转发没有及时就绪。</translation>
    </message>
    <message>
        <source>Look whether the pod runs and the cluster answers.</source>
        <translation>请查看该 Pod 是否在运行，以及集群是否有应答。</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>查看 Pod %1</translation>
    </message>
</context>
<context>
    <name>client::PreflightRun</name>
    <message>
        <source>exit code %1</source>
        <translation>退出代码 %1</translation>
    </message>
    <message>
        <source>no answer to that</source>
        <translation>对此没有应答</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>minikube has no profile %1</source>
        <translation>minikube 没有配置档 %1</translation>
    </message>
    <message>
        <source>look at what an installation needs</source>
        <translation>查看安装所需的条件</translation>
    </message>
</context>
<context>
    <name>client::PrivateFile</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 无法写入。</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>请检查您是否有权在那里写入，以及磁盘是否已满。</translation>
    </message>
</context>
<context>
    <name>client::PrivateKey</name>
    <message>
        <source>open the private key of the service account</source>
        <translation>打开服务账户的私钥</translation>
    </message>
    <message>
        <source>The private key cannot be used.</source>
        <translation>该私钥无法使用。</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>请选择其他密钥。</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>带密码短语的密钥</translation>
    </message>
    <message>
        <source>The private key is locked.</source>
        <translation>该私钥已锁定。</translation>
    </message>
    <message>
        <source>Enter its pass phrase.</source>
        <translation>请输入其密码短语。</translation>
    </message>
    <message>
        <source>The pass phrase does not open this key.</source>
        <translation>该密码短语打不开此密钥。</translation>
    </message>
    <message>
        <source>Enter it again; mind capitals and the layout of the keyboard.</source>
        <translation>请重新输入；注意大小写和键盘布局。</translation>
    </message>
    <message>
        <source>The file of the private key is damaged.</source>
        <translation>私钥文件已损坏。</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>请选择未损坏的 PEM 形式的 RSA 密钥。</translation>
    </message>
</context>
<context>
    <name>client::ProcessRun</name>
    <message>
        <source>no pipe to the command</source>
        <translation>没有通往该命令的管道</translation>
    </message>
    <message>
        <source>This machine has no room for another command.</source>
        <translation>本机没有余力再运行一个命令。</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>it was given up</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>耗时过长</translation>
    </message>
    <message>
        <source>The command was cancelled. A part of it may be done.</source>
        <translation>命令已取消。其中一部分可能已经完成。</translation>
    </message>
    <message>
        <source>The command did not end in time, and was ended.</source>
        <translation>命令没有及时结束，已被终止。</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>重试之前请先查看状态。</translation>
    </message>
    <message>
        <source>it was killed, or crashed</source>
        <translation>它被终止，或已崩溃</translation>
    </message>
    <message>
        <source>%1 ended without an answer.</source>
        <translation>%1 没有给出应答就结束了。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at what it said.</source>
        <translation>请重试；如果再次发生，请查看它的输出。</translation>
    </message>
    <message>
        <source>%1 cannot be run.</source>
        <translation>无法运行 %1。</translation>
    </message>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for.</source>
        <translation>%1 不在本机上，或不在查找程序的位置。</translation>
    </message>
    <message>
        <source>Check that it is a program for this machine, and that you may run it.</source>
        <translation>请检查它是否为适用于本机的程序，以及您是否有权运行它。</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>请安装它，或指明其位置。</translation>
    </message>
</context>
<context>
    <name>client::Profile</name>
    <message>
        <source>read a connection profile</source>
        <translation>读取连接配置档</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>有一个连接配置档无法使用。</translation>
    </message>
    <message>
        <source>Correct it in the file, or delete it there; the other profiles are not touched.</source>
        <translation>请在文件中更正它，或在那里删除它；其他配置档不受影响。</translation>
    </message>
    <message>
        <source>something that is no profile</source>
        <translation>不是配置档的内容</translation>
    </message>
    <message>
        <source>the profile “%1” has no id</source>
        <translation>配置档“%1”没有 id</translation>
    </message>
    <message>
        <source>the profile %1 has no name</source>
        <translation>配置档 %1 没有名称</translation>
    </message>
    <message>
        <source>the address of “%1” cannot be used</source>
        <translation>“%1”的地址无法使用</translation>
    </message>
    <message>
        <source>the proxy of “%1” cannot be used</source>
        <translation>“%1”的代理无法使用</translation>
    </message>
    <message>
        <source>“%1” signs in in an unknown way</source>
        <translation>“%1”以未知方式登录</translation>
    </message>
</context>
<context>
    <name>client::ProfileConnection</name>
    <message>
        <source>use a connection profile</source>
        <translation>使用连接配置档</translation>
    </message>
    <message>
        <source>no secret</source>
        <translation>没有机密</translation>
    </message>
    <message>
        <source>The secret that signs in to “%1” is not here.</source>
        <translation>用于登录“%1”的机密不在这里。</translation>
    </message>
    <message>
        <source>Enter the cookie, the token or the key again.</source>
        <translation>请重新输入 Cookie、令牌或密钥。</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>That is no service account.</source>
        <translation>这不是服务账户。</translation>
    </message>
    <message>
        <source>Enter its name, or ORGANIZATION/NAME.</source>
        <translation>请输入其名称，或 ORGANIZATION/NAME。</translation>
    </message>
</context>
<context>
    <name>client::ProfileExport</name>
    <message>
        <source>export the connection profiles</source>
        <translation>导出连接配置档</translation>
    </message>
    <message>
        <source>The file was not written.</source>
        <translation>文件未写入。</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>请检查 %1 是否可写，以及磁盘是否已满。</translation>
    </message>
</context>
<context>
    <name>client::ProfileFile</name>
    <message>
        <source>use the file of the connection profiles</source>
        <translation>使用连接配置档的文件</translation>
    </message>
    <message>
        <source>The connection profiles in %1 cannot be read.</source>
        <translation>无法读取 %1 中的连接配置档。</translation>
    </message>
    <message>
        <source>Repair the file, or go on: before anything is saved, the damaged file is kept under another name.</source>
        <translation>请修复该文件，或继续：在保存任何内容之前，损坏的文件会以其他名称保留。</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file of the connection profiles is larger than such a file can be.</source>
        <translation>连接配置档的文件超过了此类文件可能的大小。</translation>
    </message>
    <message>
        <source>Move it away: %1</source>
        <translation>请将其移走：%1</translation>
    </message>
    <message>
        <source>JSON that is no list of profiles</source>
        <translation>不是配置档列表的 JSON</translation>
    </message>
    <message>
        <source>version %1; this console knows %2</source>
        <translation>版本 %1；此控制台支持 %2</translation>
    </message>
    <message>
        <source>The connection profiles were written by a later version of the console. They are left as they are.</source>
        <translation>连接配置档由更高版本的控制台写入。它们会保持原样。</translation>
    </message>
    <message>
        <source>Use the later version, or move the file away: %1</source>
        <translation>请使用更高的版本，或将文件移走：%1</translation>
    </message>
    <message>
        <source>“%1” has the id of another profile</source>
        <translation>“%1”的 id 与另一个配置档相同</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>有一个连接配置档无法使用。</translation>
    </message>
    <message>
        <source>Give it another id in the file, or delete it there.</source>
        <translation>请在文件中为它指定其他 id，或在那里删除它。</translation>
    </message>
    <message>
        <source>The connection profiles were not saved.</source>
        <translation>未保存连接配置档。</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>请检查 %1 是否可写，以及磁盘是否已满。</translation>
    </message>
    <message>
        <source>another console holds it</source>
        <translation>另一个控制台占用了它</translation>
    </message>
    <message>
        <source>it cannot be locked</source>
        <translation>无法将其锁定</translation>
    </message>
    <message>
        <source>Try again, and check that the folder can be written: %1</source>
        <translation>请重试，并检查该文件夹是否可写：%1</translation>
    </message>
    <message>
        <source>“%1” is not what it was</source>
        <translation>“%1”与之前不同</translation>
    </message>
    <message>
        <source>Another console has changed or deleted this profile meanwhile. Nothing was saved.</source>
        <translation>期间另一个控制台更改或删除了此配置档。未保存任何内容。</translation>
    </message>
    <message>
        <source>Look at the profile as it is now, then change it again.</source>
        <translation>请查看该配置档现在的内容，然后重新更改。</translation>
    </message>
</context>
<context>
    <name>client::RegularFile</name>
    <message>
        <source>read the file %1</source>
        <translation>读取文件 %1</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取该文件。</translation>
    </message>
    <message>
        <source>Check its permissions and the disk it is on, or choose another file.</source>
        <translation>请检查其权限和所在的磁盘，或选择其他文件。</translation>
    </message>
    <message>
        <source>There is no such file (any more).</source>
        <translation>没有（或不再有）这个文件。</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>请重新选择该文件。</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>it is a named pipe</source>
        <translation>它是命名管道</translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation>它是套接字</translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation>它是设备</translation>
    </message>
    <message>
        <source>Only the content of a file can be sent.</source>
        <translation>只能发送文件的内容。</translation>
    </message>
    <message>
        <source>Choose a file; copy what you want to send into one first.</source>
        <translation>请选择一个文件；请先将要发送的内容复制到文件中。</translation>
    </message>
    <message>
        <source>The file changed since you chose it.</source>
        <translation>该文件在您选择之后已被更改。</translation>
    </message>
    <message>
        <source>Look at it, then choose it again to send it as it is now.</source>
        <translation>请查看它，然后重新选择，以发送其现在的内容。</translation>
    </message>
</context>
<context>
    <name>client::RunWatch</name>
    <message>
        <source>look at the runs</source>
        <translation>查看运行记录</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>不是列表的 JSON</translation>
    </message>
</context>
<context>
    <name>client::ServiceAccountMaker</name>
    <message>
        <source>Making a key…</source>
        <translation>正在生成密钥…</translation>
    </message>
    <message>
        <source>Making the service account…</source>
        <translation>正在创建服务账户…</translation>
    </message>
    <message>
        <source>the service account %1</source>
        <translation>服务账户 %1</translation>
    </message>
    <message>
        <source>Making the policy…</source>
        <translation>正在创建策略…</translation>
    </message>
    <message>
        <source>Keeping the key…</source>
        <translation>正在保存密钥…</translation>
    </message>
    <message>
        <source>Made before that, and still there: %1.</source>
        <translation>在此之前已创建且仍然存在：%1。</translation>
    </message>
</context>
<context>
    <name>client::SourceArchive</name>
    <message>
        <source>pack the source %1</source>
        <translation>打包源代码 %1</translation>
    </message>
    <message>
        <source>The source could not be packed: %1</source>
        <translation>无法打包源代码：%1</translation>
    </message>
    <message>
        <source>compression failed</source>
        <translation>压缩失败</translation>
    </message>
    <message>
        <source>the folder has no files</source>
        <translation>该文件夹没有文件</translation>
    </message>
    <message>
        <source>Choose the folder that holds the code.</source>
        <translation>请选择存放代码的文件夹。</translation>
    </message>
    <message>
        <source>Check that you may read the file.</source>
        <translation>请检查您是否有权读取该文件。</translation>
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation>它超过 64 MB</translation>
    </message>
    <message>
        <source>Leave out what the function does not need, or put libraries into its image.</source>
        <translation>请略去函数不需要的内容，或将库放入其镜像。</translation>
    </message>
</context>
<context>
    <name>client::StandingCommand</name>
    <message>
        <source>open a tunnel to %1</source>
        <translation>打开通往 %1 的隧道</translation>
    </message>
    <message>
        <source>open the dashboard of %1</source>
        <translation>打开 %1 的仪表板</translation>
    </message>
</context>
<context>
    <name>client::SystemKeychain</name>
    <message>
        <source>use the keychain</source>
        <translation>使用钥匙串</translation>
    </message>
    <message>
        <source>The keychain did not let the console in.</source>
        <translation>钥匙串不允许控制台访问。</translation>
    </message>
    <message>
        <source>The keychain did not do what it was asked; it may be locked.</source>
        <translation>钥匙串没有执行所请求的操作；它可能已锁定。</translation>
    </message>
    <message>
        <source>Unlock the keychain of your desktop and allow the console to use it, then try again.</source>
        <translation>请解锁桌面的钥匙串并允许控制台使用它，然后重试。</translation>
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
        <translation>Windows 凭据管理器</translation>
    </message>
    <message>
        <source>macOS Keychain</source>
        <translation>macOS 钥匙串</translation>
    </message>
    <message>
        <source>no D-Bus session</source>
        <translation>没有 D-Bus 会话</translation>
    </message>
    <message>
        <source>This session has no keychain.</source>
        <translation>此会话没有钥匙串。</translation>
    </message>
    <message>
        <source>Start the console from a desktop session to have secrets kept.</source>
        <translation>要保存机密，请从桌面会话启动控制台。</translation>
    </message>
    <message>
        <source>neither libsecret nor KWallet</source>
        <translation>既没有 libsecret 也没有 KWallet</translation>
    </message>
    <message>
        <source>There is no keychain.</source>
        <translation>没有钥匙串。</translation>
    </message>
    <message>
        <source>Install libsecret-1-0 and a keychain such as gnome-keyring.</source>
        <translation>请安装 libsecret-1-0 和一个钥匙串，例如 gnome-keyring。</translation>
    </message>
</context>
<context>
    <name>client::TemplateFolder</name>
    <message>
        <source>read the template %1</source>
        <translation>读取模板 %1</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file is too large for a template.</source>
        <translation>该文件太大，不能作为模板。</translation>
    </message>
    <message>
        <source>Let the template name a file for its data instead.</source>
        <translation>请改为让模板为其数据指定一个文件。</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>The file is no template.</source>
        <translation>该文件不是模板。</translation>
    </message>
    <message>
        <source>Correct it in an editor; it was left as it is.</source>
        <translation>请在编辑器中更正它；它已保持原样。</translation>
    </message>
    <message>
        <source>save the template %1</source>
        <translation>保存模板 %1</translation>
    </message>
    <message>
        <source>The file %1 could not be written.</source>
        <translation>无法写入文件 %1。</translation>
    </message>
    <message>
        <source>Check the permissions of the folder and the space on its disk.</source>
        <translation>请检查该文件夹的权限及其磁盘上的空间。</translation>
    </message>
    <message>
        <source>delete the template %1</source>
        <translation>删除模板 %1</translation>
    </message>
    <message>
        <source>The file could not be deleted.</source>
        <translation>无法删除该文件。</translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation>请检查其文件夹的权限。</translation>
    </message>
    <message>
        <source>rename the template %1</source>
        <translation>重命名模板 %1</translation>
    </message>
    <message>
        <source>there is a file %1</source>
        <translation>已有文件 %1</translation>
    </message>
    <message>
        <source>Another template has that name.</source>
        <translation>另一个模板已使用该名称。</translation>
    </message>
    <message>
        <source>Choose another name, or delete the other one first.</source>
        <translation>请选择其他名称，或先删除另一个模板。</translation>
    </message>
</context>
<context>
    <name>client::Tls</name>
    <message>
        <source>read %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>Choose another file in the settings of the connection.</source>
        <translation>请在该连接的设置中选择其他文件。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取该文件。</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>没有证书</translation>
    </message>
    <message>
        <source>That is no file of PEM certificates.</source>
        <translation>这不是 PEM 证书文件。</translation>
    </message>
    <message>
        <source>no private key, or a locked one</source>
        <translation>没有私钥，或私钥已锁定</translation>
    </message>
    <message>
        <source>The private key of a certificate must be PEM without a pass phrase.</source>
        <translation>证书的私钥必须是不带密码短语的 PEM。</translation>
    </message>
    <message>
        <source>The certificate of %1 comes from %2, and nothing on this machine vouches for that.</source>
        <translation>%1 的证书由 %2 签发，而本机上没有任何内容可为其担保。</translation>
    </message>
    <message>
        <source>Give the connection the CA file of your organization, or compare the fingerprint with the administrator and pin the certificate.</source>
        <translation>请为该连接指定贵组织的 CA 文件，或与管理员核对指纹并固定该证书。</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate.</source>
        <translation>请向管理员申请新的证书。</translation>
    </message>
    <message>
        <source>The certificate of %1 was good until %4.</source>
        <translation>%1 的证书有效期至 %4。</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate; if it should still be good, set the clock of this machine.</source>
        <translation>请向管理员申请新的证书；如果它应当仍然有效，请校正本机的时钟。</translation>
    </message>
    <message>
        <source>The certificate of %1 is good from %3 only.</source>
        <translation>%1 的证书从 %3 起才有效。</translation>
    </message>
    <message>
        <source>Set the clock of this machine, or ask the administrator for a new certificate.</source>
        <translation>请校正本机的时钟，或向管理员申请新的证书。</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked.</source>
        <translation>%1 的证书已被吊销。</translation>
    </message>
    <message>
        <source>The certificate of %1 is known to be in the wrong hands.</source>
        <translation>已知 %1 的证书已落入他人之手。</translation>
    </message>
    <message>
        <source>The certificate is for %5, and not for the host of this connection.</source>
        <translation>该证书是为 %5 签发的，而不是为此连接的主机。</translation>
    </message>
    <message>
        <source>Use a name from the certificate as address, or pin the certificate after comparing its fingerprint.</source>
        <translation>请使用证书中的名称作为地址，或在核对指纹后固定该证书。</translation>
    </message>
    <message>
        <source>The certificate of %1 is signed by nobody but itself.</source>
        <translation>%1 的证书只由其自身签名。</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the administrator and pin the certificate, or choose its file as CA file.</source>
        <translation>请与管理员核对指纹并固定该证书，或选择其文件作为 CA 文件。</translation>
    </message>
    <message>
        <source>%2 signed the certificate of %1 without being allowed to.</source>
        <translation>%2 未经许可签发了 %1 的证书。</translation>
    </message>
    <message>
        <source>The certificate of %1 is not one for servers.</source>
        <translation>%1 的证书不是服务器证书。</translation>
    </message>
    <message>
        <source>The server sent no certificate.</source>
        <translation>服务器没有发送证书。</translation>
    </message>
    <message>
        <source>That port does not speak TLS, probably plain http.</source>
        <translation>该端口不使用 TLS，可能是普通 http。</translation>
    </message>
    <message>
        <source>Use http:// in the address, or the port for https.</source>
        <translation>请在地址中使用 http://，或使用 https 的端口。</translation>
    </message>
    <message>
        <source>The key of the server&apos;s certificate is too short to be safe.</source>
        <translation>服务器证书的密钥太短，不安全。</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed in a way that is no longer safe.</source>
        <translation>服务器证书的签名方式已不再安全。</translation>
    </message>
    <message>
        <source>The server wants a client certificate.</source>
        <translation>服务器要求客户端证书。</translation>
    </message>
    <message>
        <source>Choose one, with its key, in the settings of the connection.</source>
        <translation>请在该连接的设置中选择一个证书及其密钥。</translation>
    </message>
    <message>
        <source>The server speaks only versions of TLS that are no longer safe.</source>
        <translation>服务器只支持已不再安全的 TLS 版本。</translation>
    </message>
    <message>
        <source>Ask the administrator to switch TLS 1.2 or 1.3 on.</source>
        <translation>请让管理员启用 TLS 1.2 或 1.3。</translation>
    </message>
    <message>
        <source>The server does not trust our client certificate.</source>
        <translation>服务器不信任我们的客户端证书。</translation>
    </message>
    <message>
        <source>Choose another one in the settings of the connection.</source>
        <translation>请在该连接的设置中选择其他证书。</translation>
    </message>
    <message>
        <source>The server does not take our client certificate.</source>
        <translation>服务器不接受我们的客户端证书。</translation>
    </message>
    <message>
        <source>The server hung up while the connection was being secured. It may not speak TLS.</source>
        <translation>在建立安全连接时服务器挂断了。它可能不使用 TLS。</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>请检查端口，以及应使用 http 还是 https。</translation>
    </message>
    <message>
        <source>(nameless)</source>
        <translation>（无名称）</translation>
    </message>
    <message>
        <source>certificate %1 of %2: </source>
        <translation>第 %1 个证书，共 %2 个： </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>No trusted connection: the server&apos;s certificate was not accepted.</source>
        <translation>没有受信任的连接：服务器的证书未被接受。</translation>
    </message>
    <message>
        <source>Check the address, and add the server&apos;s certificate authority to the connection.</source>
        <translation>请检查地址，并将服务器的证书颁发机构添加到该连接。</translation>
    </message>
    <message>
        <source>a certificate with another fingerprint than the pinned one</source>
        <translation>指纹与固定的证书不同的证书</translation>
    </message>
    <message>
        <source>This is not the certificate that was pinned: it was renewed, or somebody is in between.</source>
        <translation>这不是固定的那个证书：它已续期，或者有人介于其间。</translation>
    </message>
    <message>
        <source>Compare the new fingerprint with the administrator before you pin it.</source>
        <translation>固定之前，请与管理员核对新的指纹。</translation>
    </message>
    <message>
        <source>Its key is also too short to be safe.</source>
        <translation>其密钥也太短，不安全。</translation>
    </message>
    <message>
        <source>%1, by %2, until %3, SHA-256 %4</source>
        <translation>%1，由 %2 签发，有效期至 %3，SHA-256 %4</translation>
    </message>
</context>
<context>
    <name>client::Toolbox</name>
    <message>
        <source>makes and runs the cluster</source>
        <translation>创建并运行集群</translation>
    </message>
    <message>
        <source>shows what runs in it</source>
        <translation>显示集群中运行的内容</translation>
    </message>
    <message>
        <source>installs Dispatch in it</source>
        <translation>在集群中安装 Dispatch</translation>
    </message>
    <message>
        <source>the installer of Dispatch</source>
        <translation>Dispatch 的安装程序</translation>
    </message>
    <message>
        <source>makes certificates for Dispatch</source>
        <translation>为 Dispatch 生成证书</translation>
    </message>
    <message>
        <source>can carry the cluster as a container</source>
        <translation>可将集群作为容器承载</translation>
    </message>
    <message>
        <source>can carry the cluster as a machine</source>
        <translation>可将集群作为虚拟机承载</translation>
    </message>
    <message>
        <source>ask %1 for its version</source>
        <translation>查询 %1 的版本</translation>
    </message>
    <message>
        <source>sudo apt install %1</source>
        <translation>sudo apt install %1</translation>
    </message>
    <message>
        <source>get it from %1</source>
        <translation>从 %1 获取</translation>
    </message>
</context>
<context>
    <name>client::Undo</name>
    <message>
        <source>take back the change of %1</source>
        <translation>撤销对 %1 的更改</translation>
    </message>
    <message>
        <source>take changes back</source>
        <translation>撤销更改</translation>
    </message>
    <message>
        <source>The values that the secret %1 had are gone: they are never written to the disk. It can come back only with its keys.</source>
        <translation>机密 %1 原有的值已不存在：它们从不写入磁盘。只能恢复它的键。</translation>
    </message>
    <message>
        <source>This console does not know the kind %1.</source>
        <translation>此控制台不认识种类 %1。</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the deleted one cannot be made again from here. Create it from its file.</source>
        <translation>服务器不会交还函数的源代码，因此无法从这里重新创建已删除的函数。请从其文件创建。</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the one before cannot be brought back from here. Save the function again from its file.</source>
        <translation>服务器不会交还函数的源代码，因此无法从这里恢复之前的版本。请从其文件重新保存该函数。</translation>
    </message>
</context>
<context>
    <name>client::WorkloadWatch</name>
    <message>
        <source>all namespaces</source>
        <translation>所有命名空间</translation>
    </message>
    <message>
        <source>list the pods of %1</source>
        <translation>列出 %1 的 Pod</translation>
    </message>
    <message>
        <source>list the events of %1</source>
        <translation>列出 %1 的事件</translation>
    </message>
    <message>
        <source>list the namespaces</source>
        <translation>列出命名空间</translation>
    </message>
    <message>
        <source>list the nodes</source>
        <translation>列出节点</translation>
    </message>
</context>
<context>
    <name>models::ClusterFailure</name>
    <message>
        <source>This minikube is too new for that version of Kubernetes.</source>
        <translation>此 minikube 对该版本的 Kubernetes 来说太新。</translation>
    </message>
    <message>
        <source>Choose a newer Kubernetes; for Kubernetes 1.15 take minikube v1.24.0 or older.</source>
        <translation>请选择更新的 Kubernetes；对于 Kubernetes 1.15，请使用 minikube v1.24.0 或更旧版本。</translation>
    </message>
    <message>
        <source>A cluster cannot go back to an older Kubernetes.</source>
        <translation>集群不能退回到更旧的 Kubernetes。</translation>
    </message>
    <message>
        <source>Delete this cluster and create it again with that version, create a second one, or start it with the version it has.</source>
        <translation>请删除此集群并用该版本重新创建，或再创建一个集群，或以其现有版本启动。</translation>
    </message>
    <message>
        <source>The cluster is paused.</source>
        <translation>集群已暂停。</translation>
    </message>
    <message>
        <source>Unpause it first.</source>
        <translation>请先恢复它。</translation>
    </message>
    <message>
        <source>Kubernetes itself did not come up.</source>
        <translation>Kubernetes 本身未能启动。</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, the logs say why, or delete it and create it anew.</source>
        <translation>请重新启动。如果没有帮助，日志会说明原因；也可将其删除后重新创建。</translation>
    </message>
    <message>
        <source>This machine has less memory than that.</source>
        <translation>本机的内存少于所要求的。</translation>
    </message>
    <message>
        <source>Give the cluster less memory.</source>
        <translation>请给集群分配较少的内存。</translation>
    </message>
    <message>
        <source>This machine does not have what was asked for.</source>
        <translation>本机没有所要求的资源。</translation>
    </message>
    <message>
        <source>Ask for less.</source>
        <translation>请减少要求。</translation>
    </message>
    <message>
        <source>The memory does not fit: too little, or more than there is.</source>
        <translation>内存不合适：太少，或多于现有的内存。</translation>
    </message>
    <message>
        <source>Choose another amount of memory.</source>
        <translation>请选择其他内存量。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>请腾出一些空间，然后重新启动。</translation>
    </message>
    <message>
        <source>minikube may not use a file or device it needs.</source>
        <translation>minikube 无权使用它需要的文件或设备。</translation>
    </message>
    <message>
        <source>Check who owns the files it names.</source>
        <translation>请检查它指出的文件的所有者。</translation>
    </message>
    <message>
        <source>There are fewer processors than that.</source>
        <translation>处理器没有那么多。</translation>
    </message>
    <message>
        <source>Give the cluster fewer processors, or at least the two it needs.</source>
        <translation>请给集群分配较少的处理器，但至少为其所需的两个。</translation>
    </message>
    <message>
        <source>kubeconfig cannot be written.</source>
        <translation>无法写入 kubeconfig。</translation>
    </message>
    <message>
        <source>Make ~/.kube and its files yours: sudo chown -R $USER ~/.kube.</source>
        <translation>请将 ~/.kube 及其文件的所有者改为您自己：sudo chown -R $USER ~/.kube。</translation>
    </message>
    <message>
        <source>This machine cannot run virtual machines, or that is switched off.</source>
        <translation>本机无法运行虚拟机，或该功能已关闭。</translation>
    </message>
    <message>
        <source>Switch virtualisation on in the firmware, or use a container driver such as docker.</source>
        <translation>请在固件中启用虚拟化，或使用容器驱动，例如 docker。</translation>
    </message>
    <message>
        <source>Something on this machine is in the way.</source>
        <translation>本机上有东西造成了妨碍。</translation>
    </message>
    <message>
        <source>Mend what minikube names, then start again.</source>
        <translation>请修复 minikube 指出的问题，然后重新启动。</translation>
    </message>
    <message>
        <source>Something could not be fetched from the network.</source>
        <translation>有内容无法从网络获取。</translation>
    </message>
    <message>
        <source>Check the network, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then start again.</source>
        <translation>请检查网络以及 HTTP_PROXY、HTTPS_PROXY 和 NO_PROXY，然后重新启动。</translation>
    </message>
    <message>
        <source>Nothing on this machine can carry the cluster with that driver.</source>
        <translation>本机上没有能以该驱动承载集群的程序。</translation>
    </message>
    <message>
        <source>Install Docker, or choose another driver.</source>
        <translation>请安装 Docker，或选择其他驱动。</translation>
    </message>
    <message>
        <source>This driver must not be used as this user.</source>
        <translation>不得以此用户身份使用该驱动。</translation>
    </message>
    <message>
        <source>Start the console as a user that is not root, or use another driver.</source>
        <translation>请以非 root 用户身份启动控制台，或使用其他驱动。</translation>
    </message>
    <message>
        <source>The driver does not work.</source>
        <translation>该驱动不起作用。</translation>
    </message>
    <message>
        <source>Choose another driver.</source>
        <translation>请选择其他驱动。</translation>
    </message>
    <message>
        <source>What carries the cluster does not run.</source>
        <translation>承载集群的程序没有运行。</translation>
    </message>
    <message>
        <source>Start it (for Docker: sudo systemctl start docker), then try again.</source>
        <translation>请启动它（对于 Docker：sudo systemctl start docker），然后重试。</translation>
    </message>
    <message>
        <source>What should carry the cluster is not installed.</source>
        <translation>用于承载集群的程序未安装。</translation>
    </message>
    <message>
        <source>Install it, or choose another driver.</source>
        <translation>请安装它，或选择其他驱动。</translation>
    </message>
    <message>
        <source>You may not use what should carry the cluster.</source>
        <translation>您无权使用用于承载集群的程序。</translation>
    </message>
    <message>
        <source>For Docker: sudo usermod -aG docker $USER, then sign in to the desktop again.</source>
        <translation>对于 Docker：sudo usermod -aG docker $USER，然后重新登录桌面。</translation>
    </message>
    <message>
        <source>What carries the cluster does not work.</source>
        <translation>承载集群的程序不起作用。</translation>
    </message>
    <message>
        <source>Look at it with its own tools, then try again.</source>
        <translation>请用它自己的工具查看，然后重试。</translation>
    </message>
    <message>
        <source>The network between this machine and the cluster does not work.</source>
        <translation>本机与集群之间的网络不通。</translation>
    </message>
    <message>
        <source>Check VPN and firewall, then start again.</source>
        <translation>请检查 VPN 和防火墙，然后重新启动。</translation>
    </message>
    <message>
        <source>The cluster was made with another driver.</source>
        <translation>该集群是用其他驱动创建的。</translation>
    </message>
    <message>
        <source>Start it with its own driver, or delete it and create it again.</source>
        <translation>请用其自己的驱动启动，或将其删除后重新创建。</translation>
    </message>
    <message>
        <source>The cluster does not run.</source>
        <translation>集群没有运行。</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>请先启动它。</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>该配置档已不存在。</translation>
    </message>
    <message>
        <source>Somebody deleted it; create it again if you want it.</source>
        <translation>有人删除了它；如果需要，请重新创建。</translation>
    </message>
    <message>
        <source>The machine of the cluster could not be made or started.</source>
        <translation>无法创建或启动集群的机器。</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, delete it and create it anew.</source>
        <translation>请重新启动。如果没有帮助，请将其删除后重新创建。</translation>
    </message>
    <message>
        <source>The container runtime in the cluster does not work.</source>
        <translation>集群中的容器运行时不起作用。</translation>
    </message>
    <message>
        <source>Save the logs and look there, or create it with another runtime.</source>
        <translation>请保存日志并在其中查看，或用其他运行时创建。</translation>
    </message>
    <message>
        <source>A tunnel runs already.</source>
        <translation>已有一个隧道在运行。</translation>
    </message>
    <message>
        <source>Use that one, or end it where it was started.</source>
        <translation>请使用那个隧道，或在启动它的地方结束它。</translation>
    </message>
    <message>
        <source>minikube does not take one of the settings.</source>
        <translation>minikube 不接受其中一项设置。</translation>
    </message>
    <message>
        <source>Change the setting it names.</source>
        <translation>请更改它指出的设置。</translation>
    </message>
    <message>
        <source>minikube was killed.</source>
        <translation>minikube 已被终止。</translation>
    </message>
    <message>
        <source>Look at the state, then try again.</source>
        <translation>请查看状态，然后重试。</translation>
    </message>
    <message>
        <source>minikube could not do it.</source>
        <translation>minikube 未能完成操作。</translation>
    </message>
    <message>
        <source>Read what it said; its logs say more.</source>
        <translation>请阅读它的输出；其日志中有更多信息。</translation>
    </message>
</context>
<context>
    <name>models::ClusterFix</name>
    <message>
        <source>Start the cluster</source>
        <translation>启动集群</translation>
    </message>
    <message>
        <source>Create a cluster…</source>
        <translation>创建集群…</translation>
    </message>
    <message>
        <source>Choose dispatch…</source>
        <translation>选择 dispatch…</translation>
    </message>
    <message>
        <source>Choose helm…</source>
        <translation>选择 helm…</translation>
    </message>
    <message>
        <source>Choose kubectl…</source>
        <translation>选择 kubectl…</translation>
    </message>
    <message>
        <source>Choose minikube…</source>
        <translation>选择 minikube…</translation>
    </message>
    <message>
        <source>Choose openssl…</source>
        <translation>选择 openssl…</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>复制这些命令</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Use today&apos;s repositories</source>
        <translation>使用现今的仓库</translation>
    </message>
    <message>
        <source>Use its address</source>
        <translation>使用其地址</translation>
    </message>
    <message>
        <source>Use the local Dispatch</source>
        <translation>使用本地 Dispatch</translation>
    </message>
    <message>
        <source>To the settings</source>
        <translation>转到设置</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>卸载…</translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation>显示 Pod</translation>
    </message>
</context>
<context>
    <name>models::ClusterProfile</name>
    <message>
        <source>minikube answered something that is none of its known answers.</source>
        <translation>minikube 的应答不属于其已知的应答。</translation>
    </message>
    <message>
        <source>Check that the tool is minikube, and its version.</source>
        <translation>请检查该工具是否为 minikube，以及其版本。</translation>
    </message>
    <message>
        <source>list the profiles of minikube</source>
        <translation>列出 minikube 的配置档</translation>
    </message>
    <message>
        <source>minikube cannot read its own files, most likely kubeconfig.</source>
        <translation>minikube 无法读取自己的文件，很可能是 kubeconfig。</translation>
    </message>
    <message>
        <source>Check the file that KUBECONFIG names, or ~/.kube/config: is it YAML, and yours?</source>
        <translation>请检查 KUBECONFIG 指定的文件，或 ~/.kube/config：它是否为 YAML，是否属于您？</translation>
    </message>
    <message>
        <source>ask minikube for the state</source>
        <translation>向 minikube 查询状态</translation>
    </message>
    <message>
        <source>A name has at least two letters.</source>
        <translation>名称至少有两个字母。</translation>
    </message>
    <message>
        <source>Letters, digits, - and . only; it begins and ends with a letter or a digit.</source>
        <translation>只能使用字母、数字、- 和 .；以字母或数字开头和结尾。</translation>
    </message>
    <message>
        <source>minikube keeps this word for itself.</source>
        <translation>minikube 保留了这个词。</translation>
    </message>
</context>
<context>
    <name>models::ClusterState</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>minikube has not said yet how it is.</source>
        <translation>minikube 尚未说明其状态。</translation>
    </message>
    <message>
        <source>nonexistent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>该配置档已不存在。</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Its settings cannot be read: a start that never got far leaves this behind. Delete it.</source>
        <translation>无法读取其设置：启动过程中途失败会留下这种状态。请将其删除。</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>unpausing</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>starting elsewhere</source>
        <translation>正在别处启动</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Start it to see what runs in it.</source>
        <translation>启动它即可查看其中运行的内容。</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Kubernetes itself is paused; what runs in other namespaces, Dispatch too, goes on without it.</source>
        <translation>Kubernetes 本身已暂停；在其他命名空间中运行的内容（包括 Dispatch）会继续运行。</translation>
    </message>
    <message>
        <source>machine missing</source>
        <translation>缺少机器</translation>
    </message>
    <message>
        <source>Its machine or container was removed without minikube. Start makes a new one; what was in the old one is gone.</source>
        <translation>其机器或容器已绕过 minikube 被移除。启动会创建一个新的；旧的里面的内容已不存在。</translation>
    </message>
    <message>
        <source>driver down</source>
        <translation>驱动已停止</translation>
    </message>
    <message>
        <source>What carries its machine (Docker, for example) does not answer. Start that first.</source>
        <translation>承载其机器的程序（例如 Docker）没有应答。请先启动它。</translation>
    </message>
    <message>
        <source>disk full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The disk of its machine is full. Remove images there (minikube ssh -- docker system prune), or create it again with a larger disk.</source>
        <translation>其机器的磁盘已满。请在那里移除镜像（minikube ssh -- docker system prune），或用更大的磁盘重新创建。</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>降级</translation>
    </message>
    <message>
        <source>The machine runs, but Kubernetes does not answer well. Starting it again often helps; its logs say why.</source>
        <translation>机器在运行，但 Kubernetes 应答不正常。重新启动通常有帮助；其日志会说明原因。</translation>
    </message>
    <message>
        <source>misconfigured</source>
        <translation>配置有误</translation>
    </message>
    <message>
        <source>The cluster is well, but kubeconfig points to another address. Repair the context.</source>
        <translation>集群正常，但 kubeconfig 指向另一个地址。请修复上下文。</translation>
    </message>
    <message>
        <source>It is being started outside of this console, or that was given up half way. Wait until it is done, or start it here.</source>
        <translation>它正在此控制台之外启动，或者启动中途被放弃。请等待完成，或在此启动。</translation>
    </message>
</context>
<context>
    <name>models::CreatePlan</name>
    <message>
        <source>A version looks like v1.31.0.</source>
        <translation>版本的形式如 v1.31.0。</translation>
    </message>
    <message>
        <source>minikube %1 takes Kubernetes from %2 on. For %3 use minikube v1.24.0.</source>
        <translation>minikube %1 支持 %2 及以上的 Kubernetes。对于 %3，请使用 minikube v1.24.0。</translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 processors.</source>
        <translation>Kubernetes 至少需要 %1 个处理器。</translation>
    </message>
    <message numerus="yes">
        <source>This machine has %n processors.</source>
        <translation>
            <numerusform>本机有 %n 个处理器。</numerusform>
        </translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 MB.</source>
        <translation>Kubernetes 至少需要 %1 MB。</translation>
    </message>
    <message>
        <source>This machine has %1 MB.</source>
        <translation>本机有 %1 MB。</translation>
    </message>
    <message>
        <source>That leaves next to nothing for everything else on this machine.</source>
        <translation>这样几乎不给本机上的其他程序留下资源。</translation>
    </message>
    <message>
        <source>Images and data need at least %1 MB.</source>
        <translation>镜像和数据至少需要 %1 MB。</translation>
    </message>
    <message>
        <source>Only %1 MB are free; the disk grows as it is used, and may fill up.</source>
        <translation>只有 %1 MB 可用；磁盘会随使用而增长，可能会被占满。</translation>
    </message>
    <message>
        <source>From 1 to %1 nodes.</source>
        <translation>1 到 %1 个节点。</translation>
    </message>
    <message>
        <source>There is a profile of this name.</source>
        <translation>已有同名的配置档。</translation>
    </message>
    <message>
        <source>Choose what carries the cluster.</source>
        <translation>请选择由什么来承载集群。</translation>
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
        <translation>时</translation>
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
        <translation>星期</translation>
    </message>
    <message>
        <source>The schedule is empty</source>
        <translation>计划时间为空</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s</source>
        <translation>“%1”无法识别；可用的有 @yearly、@monthly、@weekly、@daily、@hourly 和 @every 10s</translation>
    </message>
    <message>
        <source>A time zone cannot be given; schedules are in UTC</source>
        <translation>不能指定时区；计划时间使用 UTC</translation>
    </message>
    <message>
        <source>Expected 5 to 6 fields, found %1</source>
        <translation>应有 5 到 6 个字段，实有 %1 个</translation>
    </message>
    <message>
        <source>A number is missing in the %1 field</source>
        <translation>%1字段中缺少一个数字</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a value for the %2 field</source>
        <translation>“%1”不是%2字段的有效值</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one slash</source>
        <translation>“%1”中的斜杠多于一个</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one hyphen</source>
        <translation>“%1”中的连字符多于一个</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is out of range: the %2 field goes from %3 to %4</source>
        <translation>“%1”超出范围：%2字段的范围为 %3 到 %4</translation>
    </message>
    <message>
        <source>&quot;%1&quot; begins after its end</source>
        <translation>“%1”的起点在终点之后</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a step of zero</source>
        <translation>“%1”的步长为零</translation>
    </message>
    <message>
        <source>The %1 field is empty</source>
        <translation>%1字段为空</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a duration; write it as 10s, 5m or 1h30m</source>
        <translation>“%1”不是时长；请写成 10s、5m 或 1h30m</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is longer than the 292 years a duration can hold</source>
        <translation>“%1”超过了时长可容纳的 292 年</translation>
    </message>
</context>
<context>
    <name>models::DriverCatalogue</name>
    <message>
        <source>read the catalogue of driver types</source>
        <translation>读取驱动类型的目录</translation>
    </message>
    <message>
        <source>The catalogue that came with the program is damaged.</source>
        <translation>程序附带的目录已损坏。</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>请重新安装程序。</translation>
    </message>
    <message>
        <source>a setting without a key</source>
        <translation>没有键的设置</translation>
    </message>
    <message>
        <source>the setting %1 has no known type</source>
        <translation>设置 %1 没有已知的类型</translation>
    </message>
    <message>
        <source>the group %1 names the unknown setting %2</source>
        <translation>组 %1 指定了未知的设置 %2</translation>
    </message>
    <message>
        <source>an entry without a name or an image</source>
        <translation>没有名称或镜像的条目</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>不是列表的 JSON</translation>
    </message>
    <message>
        <source>Listens to a vCenter server and passes on what happens to virtual machines, hosts and datastores.</source>
        <translation>监听 vCenter 服务器，并转发虚拟机、主机和数据存储上发生的事情。</translation>
    </message>
    <message>
        <source>User, password and address in one line: user:password@host, with a port if it is not 443. Write %, #, /, ? and spaces as percent codes.</source>
        <translation>用户、密码和地址写在一行：user:password@host，端口不是 443 时附上端口。%、#、/、? 和空格请写成百分号编码。</translation>
    </message>
    <message>
        <source>Only the name or address of the vCenter server. For newer builds of the driver, instead of the line above.</source>
        <translation>仅 vCenter 服务器的名称或地址。用于较新版本的驱动，代替上面那一行。</translation>
    </message>
    <message>
        <source>Who to sign in as. Special characters as percent codes.</source>
        <translation>用于登录的用户。特殊字符写成百分号编码。</translation>
    </message>
    <message>
        <source>The password of that user. Special characters as percent codes.</source>
        <translation>该用户的密码。特殊字符写成百分号编码。</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver, with its content.</source>
        <translation>将每个事件及其内容写入驱动的日志。</translation>
    </message>
    <message>
        <source>Receives events that Azure Event Grid pushes to the address of the driver.</source>
        <translation>接收 Azure Event Grid 推送到驱动地址的事件。</translation>
    </message>
    <message>
        <source>Fetches CloudWatch events of an AWS account through a queue that it sets up itself.</source>
        <translation>通过自行建立的队列获取 AWS 账户的 CloudWatch 事件。</translation>
    </message>
    <message>
        <source>The id of an AWS access key. The driver takes it only from a secret.</source>
        <translation>AWS 访问密钥的 id。驱动只从机密中读取它。</translation>
    </message>
    <message>
        <source>The secret half of the access key. Session tokens and instance roles do not work.</source>
        <translation>访问密钥的保密部分。会话令牌和实例角色不起作用。</translation>
    </message>
    <message>
        <source>The AWS region to listen in.</source>
        <translation>要监听的 AWS 区域。</translation>
    </message>
    <message>
        <source>A JSON list of CloudWatch patterns; each becomes one rule. A mistake here only shows in the log: then nothing arrives.</source>
        <translation>CloudWatch 模式的 JSON 列表；每个模式成为一条规则。此处的错误只会出现在日志中：届时不会有任何事件到达。</translation>
    </message>
    <message>
        <source>A CloudWatch schedule in UTC, at most once a minute: rate(5 minutes) or cron(…).</source>
        <translation>使用 UTC 的 CloudWatch 计划时间，最多每分钟一次：rate(5 minutes) 或 cron(…)。</translation>
    </message>
    <message>
        <source>How the name of the queue begins; a random part is added.</source>
        <translation>队列名称的开头；后面会加上随机部分。</translation>
    </message>
    <message>
        <source>Seconds between two looks into the queue, at least 1. Each look takes up to ten messages.</source>
        <translation>两次查看队列之间的秒数，至少为 1。每次查看最多取十条消息。</translation>
    </message>
    <message>
        <source>Goes into the source of every event.</source>
        <translation>写入每个事件的来源。</translation>
    </message>
    <message>
        <source>Removes the queue and the rules when the driver is asked to stop. A driver that is killed leaves them behind.</source>
        <translation>要求驱动停止时，移除队列和规则。被强行终止的驱动会留下它们。</translation>
    </message>
    <message>
        <source>Empties the queue without sending any event on.</source>
        <translation>清空队列，不转发任何事件。</translation>
    </message>
    <message>
        <source>Sends an event at set times.</source>
        <translation>在设定的时间发送事件。</translation>
    </message>
    <message>
        <source>When to fire, in UTC. Seconds come first: second, minute, hour, day, month and, if you like, weekday; or @every 10s, @hourly, @daily.</source>
        <translation>触发时间，使用 UTC。秒在最前：秒、分、时、日、月，可选星期；或 @every 10s、@hourly、@daily。</translation>
    </message>
    <message>
        <source>Goes into the source of every event. Left empty, each start makes up its own.</source>
        <translation>写入每个事件的来源。留空时，每次启动会自行生成一个。</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver.</source>
        <translation>将每个事件写入驱动的日志。</translation>
    </message>
    <message>
        <source>Fires without sending.</source>
        <translation>触发但不发送。</translation>
    </message>
    <message>
        <source>Gives you an address that takes CloudEvents 0.2 over HTTP from anyone who knows it, without a password.</source>
        <translation>提供一个地址，任何知道它的人都可不用密码通过 HTTP 向其发送 CloudEvents 0.2。</translation>
    </message>
    <message>
        <source>Writes what arrives into the log and sends nothing on.</source>
        <translation>将到达的内容写入日志，不转发任何内容。</translation>
    </message>
    <message>
        <source>Sends an event every so many seconds. Good for trying things out.</source>
        <translation>每隔若干秒发送一个事件。适合试用。</translation>
    </message>
    <message>
        <source>Seconds between two events, at least 1.</source>
        <translation>两个事件之间的秒数，至少为 1。</translation>
    </message>
    <message>
        <source>Ticks without sending.</source>
        <translation>计时但不发送。</translation>
    </message>
</context>
<context>
    <name>models::DriverOpinion</name>
    <message>
        <source>READY, but the cluster has no pod of it.</source>
        <translation>READY，但集群中没有它的 Pod。</translation>
    </message>
    <message>
        <source>Check that this is the cluster of the connection. If it is, update the driver, and Dispatch makes its deployment again.</source>
        <translation>请检查这是否为该连接的集群。如果是，请更新该驱动，Dispatch 会重新创建其部署。</translation>
    </message>
    <message>
        <source>The cluster has no pod of it.</source>
        <translation>集群中没有它的 Pod。</translation>
    </message>
    <message>
        <source>The cluster has no pod of it yet.</source>
        <translation>集群中还没有它的 Pod。</translation>
    </message>
    <message>
        <source>ERROR, but its pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>ERROR，但其 Pod %1 在运行，%3 个容器中有 %2 个就绪。</translation>
    </message>
    <message>
        <source>Dispatch may not have looked again yet. If it stays so, update the driver.</source>
        <translation>Dispatch 可能尚未再次检查。如果仍然如此，请更新该驱动。</translation>
    </message>
    <message>
        <source>The pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>Pod %1 在运行，%3 个容器中有 %2 个就绪。</translation>
    </message>
    <message>
        <source>READY, but 0 of %1 pods are available: %2</source>
        <translation>READY，但 %1 个 Pod 中有 0 个可用：%2</translation>
    </message>
    <message>
        <source>No pod is available: %1</source>
        <translation>没有可用的 Pod：%1</translation>
    </message>
    <message>
        <source>Its pod is still there: %1</source>
        <translation>其 Pod 仍然存在：%1</translation>
    </message>
    <message>
        <source>%1, but its pod cannot start: %2</source>
        <translation>%1，但其 Pod 无法启动：%2</translation>
    </message>
    <message>
        <source>%1, and its pod starts: %2</source>
        <translation>%1，其 Pod 正在启动：%2</translation>
    </message>
    <message>
        <source>The cluster could not be asked: %1</source>
        <translation>无法查询集群：%1</translation>
    </message>
    <message>
        <source>Kubernetes can have no deployment with the name %1: it is longer than %2 letters, or has letters that it may not have.</source>
        <translation>Kubernetes 中不能有名为 %1 的部署：它超过 %2 个字母，或含有不允许的字母。</translation>
    </message>
    <message>
        <source>Make a driver with a shorter name, or of a type with a shorter one.</source>
        <translation>请创建名称更短的驱动，或使用名称更短的类型。</translation>
    </message>
</context>
<context>
    <name>models::Dwell</name>
    <message>
        <source>It starts and fails in turn. Its settings, its secrets or the system it watches are the usual cause: correct them with Edit.</source>
        <translation>它反复启动又失败。通常的原因是其设置、其机密或它所监视的系统：请用“编辑”更正。</translation>
    </message>
    <message>
        <source>It works and fails in turn. See in the Uses tab what changes beneath it.</source>
        <translation>它时好时坏。请在“使用关系”选项卡中查看它所依赖的哪些内容在变化。</translation>
    </message>
    <message>
        <source>This takes unusually long. Delete it again.</source>
        <translation>这花费的时间异常地长。请重新删除它。</translation>
    </message>
    <message>
        <source>This takes unusually long. Check the image of its driver type, then save it again with Edit, or delete it.</source>
        <translation>这花费的时间异常地长。请检查其驱动类型的镜像，然后用“编辑”重新保存，或将其删除。</translation>
    </message>
    <message>
        <source>This takes unusually long. Check its language, then save it again with Edit, or delete it.</source>
        <translation>这花费的时间异常地长。请检查其语言，然后用“编辑”重新保存，或将其删除。</translation>
    </message>
    <message>
        <source>This takes unusually long. Save it again with Edit, or delete it.</source>
        <translation>这花费的时间异常地长。请用“编辑”重新保存，或将其删除。</translation>
    </message>
    <message>
        <source>Correct its settings or secrets with Edit; saving starts it again.</source>
        <translation>请用“编辑”更正其设置或机密；保存后会重新启动它。</translation>
    </message>
    <message>
        <source>Correct the source or the handler with Edit; saving builds it again.</source>
        <translation>请用“编辑”更正源代码或处理函数；保存后会重新构建它。</translation>
    </message>
    <message>
        <source>Look at the Uses tab for what is missing, then save it again with Edit.</source>
        <translation>请在“使用关系”选项卡中查看缺少什么，然后用“编辑”重新保存。</translation>
    </message>
    <message>
        <source>It disappears when the server is done.</source>
        <translation>服务器处理完后它就会消失。</translation>
    </message>
    <message>
        <source>Wait a moment; the list is looked at every second meanwhile.</source>
        <translation>请稍候；在此期间每秒查看一次列表。</translation>
    </message>
</context>
<context>
    <name>models::EventProblems</name>
    <message>
        <source>An event needs an id.</source>
        <translation>事件需要 id。</translation>
    </message>
    <message>
        <source>A time is written as in 2018-09-12T10:11:12.345Z or 2018-09-12T10:11:12+02:00. Leave it empty for the time of sending.</source>
        <translation>时间的写法如 2018-09-12T10:11:12.345Z 或 2018-09-12T10:11:12+02:00。留空则使用发送时间。</translation>
    </message>
    <message>
        <source>This is an address as in https://example.com/schema.json, or a path that starts with /. Blanks are written %20.</source>
        <translation>这是形如 https://example.com/schema.json 的地址，或以 / 开头的路径。空格写成 %20。</translation>
    </message>
    <message>
        <source>This extension needs a name.</source>
        <translation>此扩展需要名称。</translation>
    </message>
    <message>
        <source>There is already an extension of this name.</source>
        <translation>已有同名的扩展。</translation>
    </message>
    <message>
        <source>A JSON value is needed, for example &quot;text&quot;, 1 or true.</source>
        <translation>需要一个 JSON 值，例如 &quot;text&quot;、1 或 true。</translation>
    </message>
    <message>
        <source>Choose a file, or another kind of data.</source>
        <translation>请选择文件，或其他种类的数据。</translation>
    </message>
    <message>
        <source>The file has not been looked at yet. Choose it again.</source>
        <translation>尚未查看该文件。请重新选择它。</translation>
    </message>
    <message>
        <source>The text holds half of a character (a lone surrogate). It arrives as a replacement character.</source>
        <translation>文本中含有半个字符（孤立的代理项）。它到达时会变成替换字符。</translation>
    </message>
    <message>
        <source>The data is JSON, but the content type says something else. Leave it empty for application/json.</source>
        <translation>数据是 JSON，但内容类型并非如此。留空则为 application/json。</translation>
    </message>
    <message>
        <source>The content type says JSON, but functions receive the data as one string. Choose the JSON mode to send values.</source>
        <translation>内容类型为 JSON，但函数会将数据作为一个字符串接收。要发送值，请选择 JSON 模式。</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, functions do not receive extensions.</source>
        <translation>由 RabbitMQ 传送事件时，函数收不到扩展。</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, the time is cut to whole seconds.</source>
        <translation>由 RabbitMQ 传送事件时，时间会截断到整秒。</translation>
    </message>
    <message>
        <source>Message brokers often refuse more than about 1 MB. The server answers before it finds out.</source>
        <translation>消息代理常会拒绝超过约 1 MB 的内容。服务器在得知之前就会应答。</translation>
    </message>
</context>
<context>
    <name>models::EventTemplate</name>
    <message>
        <source>A text is expected here.</source>
        <translation>此处应为文本。</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>此处应为 true 或 false。</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>此处应为整数。</translation>
    </message>
    <message>
        <source>Members with values are expected here, as in &quot;name: value&quot;.</source>
        <translation>此处应为带值的成员，如“name: value”。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is already above.</source>
        <translation>“%1”在上面已经有了。</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. It has: %2.</source>
        <translation>模板没有“%1”。它有：%2。</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. Did you mean &quot;%2&quot;?</source>
        <translation>模板没有“%1”。您是指“%2”吗？</translation>
    </message>
    <message>
        <source>A list of &quot;- name: ...&quot; with &quot;value: ...&quot; is expected here.</source>
        <translation>此处应为由“- name: ...”和“value: ...”组成的列表。</translation>
    </message>
    <message>
        <source>A file needs its path.</source>
        <translation>文件需要路径。</translation>
    </message>
    <message>
        <source>The mode is json, text or file.</source>
        <translation>模式为 json、text 或 file。</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>模板需要名称。</translation>
    </message>
    <message>
        <source>There is more than one kind of data. Say which one counts, as in &quot;mode: json&quot;.</source>
        <translation>有多种数据。请指明以哪种为准，如“mode: json”。</translation>
    </message>
    <message>
        <source>This is not YAML: %1.</source>
        <translation>这不是 YAML：%1。</translation>
    </message>
</context>
<context>
    <name>models::Failure</name>
    <message>
        <source>Tried: %1</source>
        <translation>尝试：%1</translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation>返回：%1</translation>
    </message>
    <message>
        <source>Meaning: %1</source>
        <translation>含义：%1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>处理办法：%1</translation>
    </message>
</context>
<context>
    <name>models::HelmList</name>
    <message>
        <source>What helm listed is not what any of its versions lists.</source>
        <translation>helm 列出的内容与它任何版本的格式都不符。</translation>
    </message>
</context>
<context>
    <name>models::ImportReader</name>
    <message>
        <source>Did you mean %1?</source>
        <translation>您是指 %1 吗？</translation>
    </message>
    <message>
        <source>A document has to be a list of members such as kind and name.</source>
        <translation>文档必须是成员列表，例如 kind 和 name。</translation>
    </message>
    <message>
        <source>The document has no kind.</source>
        <translation>文档没有 kind。</translation>
    </message>
    <message>
        <source>Kinds are: %1.</source>
        <translation>种类有：%1。</translation>
    </message>
    <message>
        <source>It is called %1 now.</source>
        <translation>它现在称为 %1。</translation>
    </message>
    <message>
        <source>There is no such kind.</source>
        <translation>没有这个种类。</translation>
    </message>
    <message>
        <source>This member is there twice.</source>
        <translation>此成员出现了两次。</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>请保留其中一个。</translation>
    </message>
    <message>
        <source>It is gone: leave it out.</source>
        <translation>它已被取消：请去掉它。</translation>
    </message>
    <message>
        <source>A %1 has no such member.</source>
        <translation>%1没有这个成员。</translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation>它有：%1。</translation>
    </message>
    <message>
        <source>A text is expected here.</source>
        <translation>此处应为文本。</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>此处应为 true 或 false。</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>此处应为整数。</translation>
    </message>
    <message>
        <source>A list of entries with key and value is expected here.</source>
        <translation>此处应为由带 key 和 value 的条目组成的列表。</translation>
    </message>
    <message>
        <source>An entry with key and value is expected here.</source>
        <translation>此处应为带 key 和 value 的条目。</translation>
    </message>
    <message>
        <source>Key and value, a line each, are expected here.</source>
        <translation>此处应为键和值，每行一对。</translation>
    </message>
    <message>
        <source>This key is there twice.</source>
        <translation>此键出现了两次。</translation>
    </message>
    <message>
        <source>The value of a secret is a text.</source>
        <translation>机密的值是文本。</translation>
    </message>
    <message>
        <source>A list of texts is expected here.</source>
        <translation>此处应为文本列表。</translation>
    </message>
    <message>
        <source>The file that the manifest names cannot be read.</source>
        <translation>无法读取清单指定的文件。</translation>
    </message>
    <message>
        <source>This member is missing.</source>
        <translation>缺少此成员。</translation>
    </message>
    <message>
        <source>The file has %1; up to %2 are read.</source>
        <translation>该文件有 %1；最多读取 %2。</translation>
    </message>
    <message>
        <source>Cut it into several files.</source>
        <translation>请将其分成多个文件。</translation>
    </message>
    <message>
        <source>This is no text but something binary.</source>
        <translation>这不是文本，而是二进制内容。</translation>
    </message>
    <message>
        <source>YAML and JSON are read in UTF-8, or in UTF-16 with a mark.</source>
        <translation>YAML 和 JSON 按 UTF-8 读取，或按带标记的 UTF-16 读取。</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>其中没有任何内容。</translation>
    </message>
    <message>
        <source>An import is one or more documents with a kind.</source>
        <translation>导入内容是一个或多个带 kind 的文档。</translation>
    </message>
    <message>
        <source>This %1 occurs a second time; it is in %2 already.</source>
        <translation>此%1第二次出现；它已在 %2 中。</translation>
    </message>
    <message>
        <source>This alias stands for something that contains the alias.</source>
        <translation>此别名所代表的内容包含该别名自身。</translation>
    </message>
    <message>
        <source>The file unfolds into more than %1 values, which is the limit.</source>
        <translation>该文件展开后超过 %1 个值的上限。</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels, which is the limit.</source>
        <translation>此处嵌套超过 %1 层的上限。</translation>
    </message>
    <message>
        <source>There is a tab in the indentation. YAML is indented with spaces.</source>
        <translation>缩进中有制表符。YAML 使用空格缩进。</translation>
    </message>
    <message>
        <source>The lines do not fit together here: look at the indentation, and whether the file is cut off.</source>
        <translation>此处各行不相配：请检查缩进，以及文件是否被截断。</translation>
    </message>
    <message>
        <source>The file ends in the middle of a text. Is it cut off?</source>
        <translation>文件在文本中间结束。是否被截断了？</translation>
    </message>
    <message>
        <source>A character that cannot stand here. A tab? YAML is indented with spaces.</source>
        <translation>有一个不能出现在此处的字符。是制表符吗？YAML 使用空格缩进。</translation>
    </message>
    <message>
        <source>A colon that cannot stand here: look at the indentation, or put the value in quotes.</source>
        <translation>有一个不能出现在此处的冒号：请检查缩进，或将值放入引号中。</translation>
    </message>
    <message>
        <source>This is no YAML: %1.</source>
        <translation>这不是 YAML：%1。</translation>
    </message>
    <message>
        <source>This text has no closing quote. Is the file cut off?</source>
        <translation>此文本没有结束引号。文件是否被截断了？</translation>
    </message>
</context>
<context>
    <name>models::InputCheck</name>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>character %1</source>
        <translation>字符 %1</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 bytes, SHA-256 %2</source>
        <translation>%1 字节，SHA-256 %2</translation>
    </message>
</context>
<context>
    <name>models::InstallAdvice</name>
    <message>
        <source>The installer finds no %1.</source>
        <translation>安装程序找不到 %1。</translation>
    </message>
    <message>
        <source>Helm 2.17.0 is needed. Install it, or say where it is.</source>
        <translation>需要 Helm 2.17.0。请安装它，或指明其位置。</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>请安装它，或指明其位置。</translation>
    </message>
    <message>
        <source>Install it, or say where it is. It makes the certificates.</source>
        <translation>请安装它，或指明其位置。它用于生成证书。</translation>
    </message>
    <message>
        <source>The helm that was found is version 3 or newer.</source>
        <translation>找到的 helm 是版本 3 或更新版本。</translation>
    </message>
    <message>
        <source>This installer works with helm 2 only: install 2.17.0 and choose it.</source>
        <translation>此安装程序只能使用 helm 2：请安装 2.17.0 并选择它。</translation>
    </message>
    <message>
        <source>Helm 2 has no tiller in this cluster.</source>
        <translation>此集群中没有 Helm 2 的 tiller。</translation>
    </message>
    <message>
        <source>Run helm init, wait until the pod tiller-deploy is ready, and install again.</source>
        <translation>请运行 helm init，等待 Pod tiller-deploy 就绪，然后重新安装。</translation>
    </message>
    <message>
        <source>Helm is %1, and tiller in the cluster is another version.</source>
        <translation>Helm 是 %1，而集群中的 tiller 是另一个版本。</translation>
    </message>
    <message>
        <source>Bring tiller to the version of helm with helm init --upgrade.</source>
        <translation>请用 helm init --upgrade 使 tiller 与 helm 的版本一致。</translation>
    </message>
    <message>
        <source>This Kubernetes is too new: it has no %1 of the kind that the charts ask for.</source>
        <translation>此 Kubernetes 太新：它没有 chart 所要求的那种 %1。</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes v1.15.12: that needs minikube v1.24.0 or older, and a virtual machine or a host with cgroup v1. What was installed already stays.</source>
        <translation>请创建使用 Kubernetes v1.15.12 的集群：这需要 minikube v1.24.0 或更旧版本，以及虚拟机或使用 cgroup v1 的主机。已安装的内容会保留。</translation>
    </message>
    <message>
        <source>Tiller may not do what it needs to in this cluster.</source>
        <translation>tiller 在此集群中没有所需的权限。</translation>
    </message>
    <message>
        <source>Give its account the role cluster-admin.</source>
        <translation>请为其账户授予角色 cluster-admin。</translation>
    </message>
    <message>
        <source>No release failed: helm printed a warning about its repositories, and the installer takes that for one.</source>
        <translation>没有 release 失败：helm 输出了关于其仓库的警告，而安装程序将其当成了失败的 release。</translation>
    </message>
    <message>
        <source>Take the old address out of the repositories of helm, and install again.</source>
        <translation>请从 helm 的仓库中移除旧地址，然后重新安装。</translation>
    </message>
    <message>
        <source>An earlier try left releases that failed: %1.</source>
        <translation>之前的尝试留下了失败的 release：%1。</translation>
    </message>
    <message>
        <source>Purge them, and install again. Their data goes with them.</source>
        <translation>请彻底删除它们，然后重新安装。它们的数据会一并删除。</translation>
    </message>
    <message>
        <source>The chart repository %1 is gone.</source>
        <translation>chart 仓库 %1 已不存在。</translation>
    </message>
    <message>
        <source>Let today&apos;s repositories stand in for it, in the advanced settings.</source>
        <translation>请在高级设置中改用现今的仓库来代替它。</translation>
    </message>
    <message>
        <source>The charts of Dispatch cannot be fetched from %1.</source>
        <translation>无法从 %1 获取 Dispatch 的 chart。</translation>
    </message>
    <message>
        <source>Enter another address for them, or a folder with the charts of a checkout of Dispatch.</source>
        <translation>请为其输入另一个地址，或输入 Dispatch 检出目录中存放 chart 的文件夹。</translation>
    </message>
    <message>
        <source>The chart repository %1 does not answer, or is none.</source>
        <translation>chart 仓库 %1 没有应答，或者不是 chart 仓库。</translation>
    </message>
    <message>
        <source>Enter another repository for the chart, in the advanced settings.</source>
        <translation>请在高级设置中为该 chart 输入另一个仓库。</translation>
    </message>
    <message>
        <source>A chart repository refuses to give its charts.</source>
        <translation>有一个 chart 仓库拒绝提供其 chart。</translation>
    </message>
    <message>
        <source>The pods of %1 did not become ready in time.</source>
        <translation>%1 的 Pod 未能及时就绪。</translation>
    </message>
    <message>
        <source>Look at what the pods wait for; most often an image cannot be pulled or the memory is not enough. Then purge the release and install again.</source>
        <translation>请查看这些 Pod 在等待什么；最常见的原因是无法拉取镜像或内存不足。然后彻底删除该 release 并重新安装。</translation>
    </message>
    <message>
        <source>Kubectl printed a warning, and the installer reads it as a port: %1</source>
        <translation>kubectl 输出了警告，而安装程序将其当作端口读取：%1</translation>
    </message>
    <message>
        <source>Choose a kubectl of about the version of the cluster: 1.14 to 1.16 for Kubernetes 1.15. The release ingress stays behind and is used by the next try.</source>
        <translation>请选择与集群版本相近的 kubectl：Kubernetes 1.15 对应 1.14 到 1.16。名为 ingress 的 release 会留下，供下次尝试使用。</translation>
    </message>
    <message>
        <source>The install file names no host.</source>
        <translation>安装文件没有指定主机。</translation>
    </message>
    <message>
        <source>Enter the address of the cluster for both hosts.</source>
        <translation>请为两个主机都输入集群的地址。</translation>
    </message>
    <message>
        <source>The installer does not take the setting %1.</source>
        <translation>安装程序不接受设置 %1。</translation>
    </message>
    <message>
        <source>Correct it in the settings.</source>
        <translation>请在设置中更正。</translation>
    </message>
    <message>
        <source>The installer cannot read the install file %1.</source>
        <translation>安装程序无法读取安装文件 %1。</translation>
    </message>
    <message>
        <source>Check that it is there and that you may read it.</source>
        <translation>请检查该文件是否存在，以及您是否有权读取。</translation>
    </message>
    <message>
        <source>The install file %1 is not YAML.</source>
        <translation>安装文件 %1 不是 YAML。</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>请修复该文件，或填写表单。</translation>
    </message>
    <message>
        <source>The certificate does not name the address of the server.</source>
        <translation>证书中没有服务器的地址。</translation>
    </message>
    <message>
        <source>The connection has to take this certificate unchecked, or pinned.</source>
        <translation>连接必须不检查此证书，或者将其固定。</translation>
    </message>
    <message>
        <source>The service %1 is not there: a dry run installs nothing, and then asks for what it would have installed.</source>
        <translation>服务 %1 不存在：试运行不会安装任何内容，随后却会查询本应安装的内容。</translation>
    </message>
    <message>
        <source>That says nothing about whether an installation works. Use the check above instead.</source>
        <translation>这不能说明安装能否成功。请改用上面的检查。</translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation>集群没有应答。</translation>
    </message>
    <message>
        <source>Start it, or wait until it is ready, and install again. If it runs and still does not answer, delete it and create it again.</source>
        <translation>请启动它，或等待它就绪，然后重新安装。如果它在运行却仍无应答，请将其删除并重新创建。</translation>
    </message>
    <message>
        <source>a chart</source>
        <translation>某个 chart</translation>
    </message>
    <message>
        <source>step %1 of %2, %3</source>
        <translation>第 %1 步，共 %2 步，%3</translation>
    </message>
    <message>
        <source>The installer gave up.</source>
        <translation>安装程序中途放弃了。</translation>
    </message>
    <message>
        <source>Read what it said. A try that failed may leave releases behind that the next one stumbles over.</source>
        <translation>请阅读它的输出。失败的尝试可能会留下 release，妨碍下一次安装。</translation>
    </message>
    <message>
        <source>The installer said that all is well, and installed nothing.</source>
        <translation>安装程序报告一切正常，却什么也没有安装。</translation>
    </message>
    <message>
        <source>It does that for a service that it does not know. Look at what it said, and install again.</source>
        <translation>遇到它不认识的服务时就会这样。请查看它的输出，然后重新安装。</translation>
    </message>
    <message>
        <source>Only %1 charts were installed.</source>
        <translation>只安装了 %1 个 chart。</translation>
    </message>
    <message>
        <source>Install again; what is there already stays as it is.</source>
        <translation>请重新安装；已有的内容保持不变。</translation>
    </message>
    <message>
        <source>exit code 0</source>
        <translation>退出代码 0</translation>
    </message>
    <message>
        <source>The installer said that all is well, but helm says that these are not: %1.</source>
        <translation>安装程序报告一切正常，但 helm 表示以下各项不正常：%1。</translation>
    </message>
    <message>
        <source>Purge them, and install again.</source>
        <translation>请彻底删除它们，然后重新安装。</translation>
    </message>
</context>
<context>
    <name>models::InstallFile</name>
    <message>
        <source>read the install file %1</source>
        <translation>读取安装文件 %1</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>请修复该文件，或填写表单。</translation>
    </message>
    <message>
        <source>It is not YAML.</source>
        <translation>它不是 YAML。</translation>
    </message>
    <message>
        <source>several documents</source>
        <translation>多个文档</translation>
    </message>
    <message>
        <source>An install file has one document.</source>
        <translation>安装文件只能有一个文档。</translation>
    </message>
    <message>
        <source>no members</source>
        <translation>没有成员</translation>
    </message>
    <message>
        <source>An install file has sections of settings.</source>
        <translation>安装文件由设置的各个部分组成。</translation>
    </message>
    <message>
        <source>A host is an IP address, or a name that begins with a letter.</source>
        <translation>主机应为 IP 地址，或以字母开头的名称。</translation>
    </message>
    <message>
        <source>A port is a number up to 65535.</source>
        <translation>端口是不超过 65535 的数字。</translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation>只能是 true 或 false。</translation>
    </message>
    <message>
        <source>The installer knows %1 only.</source>
        <translation>安装程序只认识 %1。</translation>
    </message>
    <message>
        <source>An address has a scheme and a host, such as https://example.com.</source>
        <translation>地址包含协议和主机，例如 https://example.com。</translation>
    </message>
    <message>
        <source>That is no email address.</source>
        <translation>这不是电子邮件地址。</translation>
    </message>
    <message>
        <source>A host is needed; usually the IP address of the cluster.</source>
        <translation>需要主机；通常是集群的 IP 地址。</translation>
    </message>
    <message>
        <source>The installer takes a false for nothing said, and keeps it on. It cannot be turned off here.</source>
        <translation>安装程序会把 false 当作未指定，并使其保持开启。在这里无法关闭。</translation>
    </message>
    <message>
        <source>A certificate of your own needs the file of its private key.</source>
        <translation>使用自己的证书时，需要其私钥的文件。</translation>
    </message>
    <message>
        <source>Without a certificate file the key is not used, and a certificate is made.</source>
        <translation>没有证书文件时不会使用该密钥，而会生成一个证书。</translation>
    </message>
    <message>
        <source>A registry needs its name; without one leave user and password empty too, and the one in the cluster is used.</source>
        <translation>镜像仓库需要名称；不使用时，请将用户和密码也留空，这样会使用集群中的镜像仓库。</translation>
    </message>
    <message>
        <source>Only OpenFaaS uses an image pull secret.</source>
        <translation>只有 OpenFaaS 使用镜像拉取机密。</translation>
    </message>
    <message>
        <source>OIDC needs the address of its issuer.</source>
        <translation>OIDC 需要其颁发者的地址。</translation>
    </message>
    <message>
        <source>Nobody can sign in until the provider knows this console: enter its client, or turn “No sign-in” on.</source>
        <translation>在提供方认识此控制台之前，任何人都无法登录：请输入其客户端，或开启“无需登录”。</translation>
    </message>
    <message>
        <source>That is no name of a namespace.</source>
        <translation>这不是命名空间的名称。</translation>
    </message>
</context>
<context>
    <name>models::InstallSettings</name>
    <message>
        <source>Host of Dispatch</source>
        <translation>Dispatch 的主机</translation>
    </message>
    <message>
        <source>Host of the API gateway</source>
        <translation>API 网关的主机</translation>
    </message>
    <message>
        <source>No sign-in</source>
        <translation>无需登录</translation>
    </message>
    <message>
        <source>Debug messages</source>
        <translation>调试消息</translation>
    </message>
    <message>
        <source>Tracing</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Keep data on disk</source>
        <translation>在磁盘上保留数据</translation>
    </message>
    <message>
        <source>Functions run on</source>
        <translation>函数运行于</translation>
    </message>
    <message>
        <source>Events travel by</source>
        <translation>事件传送方式</translation>
    </message>
    <message>
        <source>Port of Dispatch</source>
        <translation>Dispatch 的端口</translation>
    </message>
    <message>
        <source>Ingress is reached by</source>
        <translation>Ingress 的访问方式</translation>
    </message>
    <message>
        <source>API gateway is reached by</source>
        <translation>API 网关的访问方式</translation>
    </message>
    <message>
        <source>Image host</source>
        <translation>镜像主机</translation>
    </message>
    <message>
        <source>Image tag</source>
        <translation>镜像标签</translation>
    </message>
    <message>
        <source>Image registry</source>
        <translation>镜像仓库</translation>
    </message>
    <message>
        <source>Its user</source>
        <translation>其用户</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>其密码</translation>
    </message>
    <message>
        <source>Its email address</source>
        <translation>其电子邮件地址</translation>
    </message>
    <message>
        <source>Without TLS</source>
        <translation>不使用 TLS</translation>
    </message>
    <message>
        <source>Image pull secret</source>
        <translation>镜像拉取机密</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Database user</source>
        <translation>数据库用户</translation>
    </message>
    <message>
        <source>Database password</source>
        <translation>数据库密码</translation>
    </message>
    <message>
        <source>Keep the database on disk</source>
        <translation>在磁盘上保留数据库</translation>
    </message>
    <message>
        <source>RabbitMQ user</source>
        <translation>RabbitMQ 用户</translation>
    </message>
    <message>
        <source>RabbitMQ password</source>
        <translation>RabbitMQ 密码</translation>
    </message>
    <message>
        <source>Sign-in provider</source>
        <translation>登录提供方</translation>
    </message>
    <message>
        <source>OIDC issuer</source>
        <translation>OIDC 颁发者</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>客户端 ID</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>客户端机密</translation>
    </message>
    <message>
        <source>Cookie secret</source>
        <translation>Cookie 机密</translation>
    </message>
    <message>
        <source>Jaeger</source>
        <translation>Jaeger</translation>
    </message>
    <message>
        <source>Charts of Dispatch</source>
        <translation>Dispatch 的 chart</translation>
    </message>
</context>
<context>
    <name>models::Json</name>
    <message>
        <source>read JSON</source>
        <translation>读取 JSON</translation>
    </message>
    <message>
        <source>The text is not valid JSON.</source>
        <translation>该文本不是有效的 JSON。</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>syntax error at byte %1</source>
        <translation>第 %1 字节处有语法错误</translation>
    </message>
</context>
<context>
    <name>models::JsonKeys</name>
    <message>
        <source>&quot;%1&quot; is already in this object, on line %2. Receivers keep only the last one.</source>
        <translation>“%1”已在此对象中，位于第 %2 行。接收方只保留最后一个。</translation>
    </message>
</context>
<context>
    <name>models::JsonLayout</name>
    <message>
        <source>lay out JSON</source>
        <translation>排版 JSON</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>第 %1 行，第 %2 列：%3</translation>
    </message>
    <message>
        <source>The text is not valid JSON yet.</source>
        <translation>该文本还不是有效的 JSON。</translation>
    </message>
    <message>
        <source>With its deep nesting on lines of their own the text becomes too large.</source>
        <translation>其深层嵌套若各占一行，文本会变得太大。</translation>
    </message>
    <message>
        <source>Leave it as it is, or make it compact.</source>
        <translation>请保持原样，或将其压缩。</translation>
    </message>
</context>
<context>
    <name>models::JsonText</name>
    <message>
        <source>There is nothing here. A value is needed, for example {}.</source>
        <translation>这里没有任何内容。需要一个值，例如 {}。</translation>
    </message>
    <message>
        <source>The value is complete before this. Remove what follows, or put everything into one array.</source>
        <translation>值在此之前已经完整。请移除后面的内容，或将所有内容放入一个数组。</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels. Flatten it.</source>
        <translation>此处嵌套超过 %1 层。请将其展平。</translation>
    </message>
    <message>
        <source>An object ends with }, not with ].</source>
        <translation>对象以 } 结束，而不是 ]。</translation>
    </message>
    <message>
        <source>An array ends with ], not with }.</source>
        <translation>数组以 ] 结束，而不是 }。</translation>
    </message>
    <message>
        <source>A comma or } is missing before this.</source>
        <translation>此处之前缺少逗号或 }。</translation>
    </message>
    <message>
        <source>A comma or ] is missing before this.</source>
        <translation>此处之前缺少逗号或 ]。</translation>
    </message>
    <message>
        <source>Remove this comma: nothing follows it.</source>
        <translation>请移除此逗号：后面没有内容。</translation>
    </message>
    <message>
        <source>This { is never closed by }.</source>
        <translation>此 { 没有用 } 结束。</translation>
    </message>
    <message>
        <source>This [ is never closed by ].</source>
        <translation>此 [ 没有用 ] 结束。</translation>
    </message>
    <message>
        <source>A name in double quotes is needed here, as in &quot;name&quot;: 1.</source>
        <translation>此处需要双引号中的名称，如 &quot;name&quot;: 1。</translation>
    </message>
    <message>
        <source>A colon is missing between the name and its value.</source>
        <translation>名称与其值之间缺少冒号。</translation>
    </message>
    <message>
        <source>This is not UTF-8. Save the text as UTF-8.</source>
        <translation>这不是 UTF-8。请将文本保存为 UTF-8。</translation>
    </message>
    <message>
        <source>This text is never closed by &quot;.</source>
        <translation>此文本没有用 &quot; 结束。</translation>
    </message>
    <message>
        <source>This text is not closed by &quot; on its line. A line end inside a text is written \n.</source>
        <translation>此文本没有在同一行用 &quot; 结束。文本中的换行写成 \n。</translation>
    </message>
    <message>
        <source>This control character is written %1 inside a text.</source>
        <translation>此控制字符在文本中写成 %1。</translation>
    </message>
    <message>
        <source>There is no such escape. A backslash itself is written \\.</source>
        <translation>没有这个转义。反斜杠本身写成 \\。</translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits, as in \u00fc.</source>
        <translation>\u 需要四个十六进制数字，如 \u00fc。</translation>
    </message>
    <message>
        <source>This is half of a character (a lone surrogate). Receivers replace it by U+FFFD.</source>
        <translation>这是半个字符（孤立的代理项）。接收方会将其替换为 U+FFFD。</translation>
    </message>
    <message>
        <source>A digit is missing here.</source>
        <translation>此处缺少数字。</translation>
    </message>
    <message>
        <source>A number does not start with 0.</source>
        <translation>数字不能以 0 开头。</translation>
    </message>
    <message>
        <source>A value is missing at the end.</source>
        <translation>末尾缺少一个值。</translation>
    </message>
    <message>
        <source>Texts stand in double quotes.</source>
        <translation>文本应放在双引号中。</translation>
    </message>
    <message>
        <source>JSON has no comments. Remove this one.</source>
        <translation>JSON 没有注释。请移除此注释。</translation>
    </message>
    <message>
        <source>A value is missing before this.</source>
        <translation>此处之前缺少一个值。</translation>
    </message>
    <message>
        <source>This is written %1, in lower case.</source>
        <translation>它应写成小写的 %1。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no value. Texts stand in double quotes; other words are true, false and null.</source>
        <translation>“%1”不是值。文本应放在双引号中；其他可用的词为 true、false 和 null。</translation>
    </message>
</context>
<context>
    <name>models::Kubectl</name>
    <message>
        <source>The kubeconfig has no credentials for this cluster.</source>
        <translation>kubeconfig 中没有此集群的凭据。</translation>
    </message>
    <message>
        <source>The cluster does not accept the credentials of the kubeconfig.</source>
        <translation>集群不接受 kubeconfig 中的凭据。</translation>
    </message>
    <message>
        <source>You may not do that in this cluster. It says nothing about what is there.</source>
        <translation>您无权在此集群中执行该操作。这并不说明其中有什么。</translation>
    </message>
    <message>
        <source>Choose another namespace, or ask for the right.</source>
        <translation>请选择其他命名空间，或申请权限。</translation>
    </message>
    <message>
        <source>The kubeconfig does not know this cluster. minikube takes it out when the cluster stops.</source>
        <translation>kubeconfig 中没有此集群。集群停止时 minikube 会将其移除。</translation>
    </message>
    <message>
        <source>Start the cluster, or let minikube write the kubeconfig again (Update context).</source>
        <translation>请启动集群，或让 minikube 重新写入 kubeconfig（修复上下文）。</translation>
    </message>
    <message>
        <source>There is no kubeconfig.</source>
        <translation>没有 kubeconfig。</translation>
    </message>
    <message>
        <source>The kubeconfig cannot be read.</source>
        <translation>无法读取 kubeconfig。</translation>
    </message>
    <message>
        <source>Correct the file, or move it away and let minikube write a new one.</source>
        <translation>请更正该文件，或将其移走并让 minikube 写入新的文件。</translation>
    </message>
    <message>
        <source>The cluster measures nothing: the add-on metrics-server is not enabled.</source>
        <translation>集群没有测量数据：插件 metrics-server 未启用。</translation>
    </message>
    <message>
        <source>Enable the add-on metrics-server and wait a minute.</source>
        <translation>请启用插件 metrics-server，并等待一分钟。</translation>
    </message>
    <message>
        <source>There was no container before this one, or its log is gone.</source>
        <translation>在此之前没有容器，或其日志已不存在。</translation>
    </message>
    <message>
        <source>Read the log of the one that is there.</source>
        <translation>请阅读现有容器的日志。</translation>
    </message>
    <message>
        <source>The container has not started, so there is no log of it.</source>
        <translation>容器尚未启动，因此没有日志。</translation>
    </message>
    <message>
        <source>The reason of the pod and its events say what it waits for.</source>
        <translation>Pod 的原因及其事件会说明它在等待什么。</translation>
    </message>
    <message>
        <source>Another program has this local port.</source>
        <translation>另一个程序占用了此本地端口。</translation>
    </message>
    <message>
        <source>Choose another local port, or let the system choose one.</source>
        <translation>请选择其他本地端口，或让系统选择。</translation>
    </message>
    <message>
        <source>The local port cannot be opened.</source>
        <translation>无法打开该本地端口。</translation>
    </message>
    <message>
        <source>The pod does not run, so nothing can be forwarded to it.</source>
        <translation>该 Pod 没有运行，因此无法向其转发。</translation>
    </message>
    <message>
        <source>The connection to the pod was lost: it, or the cluster, went away.</source>
        <translation>与 Pod 的连接已断开：它或集群已不在。</translation>
    </message>
    <message>
        <source>Look whether the pod still runs.</source>
        <translation>请查看该 Pod 是否仍在运行。</translation>
    </message>
    <message>
        <source>It did not become ready in time.</source>
        <translation>它没有及时就绪。</translation>
    </message>
    <message>
        <source>Look at its pods and their events.</source>
        <translation>请查看其 Pod 及其事件。</translation>
    </message>
    <message>
        <source>It is not there, or not any more.</source>
        <translation>它不存在，或已不再存在。</translation>
    </message>
    <message>
        <source>Refresh the list.</source>
        <translation>请刷新列表。</translation>
    </message>
    <message>
        <source>The certificate of the cluster is not the one of the kubeconfig.</source>
        <translation>集群的证书与 kubeconfig 中的不同。</translation>
    </message>
    <message>
        <source>The cluster does not answer: it is stopped, paused, or still starting.</source>
        <translation>集群没有应答：它已停止、已暂停或仍在启动。</translation>
    </message>
    <message>
        <source>Look at its state on this page, and start it.</source>
        <translation>请在此页面查看其状态，并启动它。</translation>
    </message>
    <message>
        <source>The cluster did not answer in time: it is paused, or overloaded.</source>
        <translation>集群没有及时应答：它已暂停或过载。</translation>
    </message>
    <message>
        <source>Look at its state on this page; unpause it, or give it more memory.</source>
        <translation>请在此页面查看其状态；恢复它，或给它更多内存。</translation>
    </message>
    <message>
        <source>The address of the cluster does not exist.</source>
        <translation>集群的地址不存在。</translation>
    </message>
    <message>
        <source>The machine of the cluster cannot be reached.</source>
        <translation>无法连接到集群的机器。</translation>
    </message>
    <message>
        <source>The cluster did not accept that.</source>
        <translation>集群没有接受该操作。</translation>
    </message>
    <message>
        <source>What it said names the reason.</source>
        <translation>它的输出中说明了原因。</translation>
    </message>
    <message>
        <source>This kubectl is too old, or no kubectl of Kubernetes.</source>
        <translation>此 kubectl 太旧，或不是 Kubernetes 的 kubectl。</translation>
    </message>
    <message>
        <source>Install a newer one, or choose another one.</source>
        <translation>请安装更新的版本，或选择其他的。</translation>
    </message>
    <message>
        <source>nothing, and exit code %1</source>
        <translation>无，退出代码 %1</translation>
    </message>
    <message>
        <source>kubectl could not do it (exit code %1).</source>
        <translation>kubectl 未能完成操作（退出代码 %1）。</translation>
    </message>
    <message>
        <source>Let minikube write the kubeconfig again (Repair context).</source>
        <translation>请让 minikube 重新写入 kubeconfig（修复上下文）。</translation>
    </message>
</context>
<context>
    <name>models::Kubernetes</name>
    <message>
        <source>The list of events</source>
        <translation>事件列表</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>无法读取%1。</translation>
    </message>
    <message>
        <source>JSON that is no list of Kubernetes</source>
        <translation>不是 Kubernetes 列表的 JSON</translation>
    </message>
    <message>
        <source>Check that kubectl is the one of Kubernetes.</source>
        <translation>请检查 kubectl 是否为 Kubernetes 的 kubectl。</translation>
    </message>
    <message>
        <source>The list of nodes</source>
        <translation>节点列表</translation>
    </message>
    <message>
        <source>The list of namespaces</source>
        <translation>命名空间列表</translation>
    </message>
    <message>
        <source>container %1 was started again once; the last time it ended with exit code %2 (%3)</source>
        <translation>容器 %1 重新启动过一次；上次以退出代码 %2（%3）结束</translation>
    </message>
    <message>
        <source>container %1 was started again %4 times; the last time it ended with exit code %2 (%3)</source>
        <translation>容器 %1 重新启动过 %4 次；上次以退出代码 %2（%3）结束</translation>
    </message>
    <message>
        <source>Check the name of the image, and whether the cluster can reach its registry. The events below say what the registry answered.</source>
        <translation>请检查镜像名称，以及集群能否访问其镜像仓库。下面的事件说明了仓库的应答。</translation>
    </message>
    <message>
        <source>Correct the name of the image.</source>
        <translation>请更正镜像名称。</translation>
    </message>
    <message>
        <source>It ends soon after each start. Read the previous log of its container; an event driver ends when it is given a setting it does not know.</source>
        <translation>它每次启动后很快就结束。请阅读其容器的上一个日志；事件驱动在得到不认识的设置时会结束。</translation>
    </message>
    <message>
        <source>Read the previous log of its container.</source>
        <translation>请阅读其容器的上一个日志。</translation>
    </message>
    <message>
        <source>It took more memory than it may. Give it, or the cluster, more.</source>
        <translation>它使用的内存超过了允许的量。请给它或集群更多内存。</translation>
    </message>
    <message>
        <source>A secret or a setting that it needs is not in the cluster.</source>
        <translation>它需要的机密或设置不在集群中。</translation>
    </message>
    <message>
        <source>Look at its events below.</source>
        <translation>请查看下面它的事件。</translation>
    </message>
    <message>
        <source>No node has room for it. Stop what is not needed, or make a cluster with more memory and processors.</source>
        <translation>没有节点容得下它。请停止不需要的内容，或创建内存和处理器更多的集群。</translation>
    </message>
    <message>
        <source>The node ran short of memory or disk. Make room, then delete the pod.</source>
        <translation>节点的内存或磁盘不足。请腾出空间，然后删除该 Pod。</translation>
    </message>
    <message>
        <source>The list of pods</source>
        <translation>Pod 列表</translation>
    </message>
</context>
<context>
    <name>models::KubernetesEventModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近出现</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
</context>
<context>
    <name>models::MinikubeLists</name>
    <message>
        <source>list the add-ons</source>
        <translation>列出插件</translation>
    </message>
    <message>
        <source>list the services</source>
        <translation>列出服务</translation>
    </message>
    <message>
        <source>ask for the address of the cluster</source>
        <translation>查询集群的地址</translation>
    </message>
</context>
<context>
    <name>models::Plan</name>
    <message>
        <source>This server has no %1: %2</source>
        <translation>此服务器没有%1：%2</translation>
    </message>
    <message>
        <source>No values in the file: those on the server stay.</source>
        <translation>文件中没有值：服务器上的值保持不变。</translation>
    </message>
    <message>
        <source>Servers do not change the tags of a secret; delete and create it for that.</source>
        <translation>服务器不会更改机密的标签；为此请删除后重新创建。</translation>
    </message>
    <message>
        <source>Servers do not give sources back, so it cannot be compared. Tick it to send it again.</source>
        <translation>服务器不会交还源代码，因此无法比较。勾选它可重新发送。</translation>
    </message>
    <message>
        <source>A function is created and changed together with its source, and the file names no sourcePath.</source>
        <translation>函数连同其源代码一起创建和更改，而文件中没有指定 sourcePath。</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files: the server will refuse this.</source>
        <translation>%1 %2 既不在服务器上，也不在文件中：服务器会拒绝它。</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files.</source>
        <translation>%1 %2 既不在服务器上，也不在文件中。</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name: %1 is longer than 63 characters.</source>
        <translation>Kubernetes 会拒绝该名称：%1 超过 63 个字符。</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name %1: capitals and underscores are not allowed.</source>
        <translation>Kubernetes 会拒绝名称 %1：不允许使用大写字母和下划线。</translation>
    </message>
    <message>
        <source>This server gives each event to only one of the subscriptions of a type, and deleting one breaks the others: %1.</source>
        <translation>对于同一类型的订阅，此服务器只将每个事件交给其中一个，而删除其中一个会破坏其他订阅：%1。</translation>
    </message>
    <message>
        <source>It needs the %1 %2, which is blocked.</source>
        <translation>它需要%1 %2，而后者已被阻止。</translation>
    </message>
    <message>
        <source>(without a value)</source>
        <translation>（没有值）</translation>
    </message>
    <message>
        <source>The %1 %2 uses it, and stays.</source>
        <translation>%1 %2 使用它，并会保留。</translation>
    </message>
</context>
<context>
    <name>models::PodTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重启次数</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>存在时间</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
</context>
<context>
    <name>models::Preflight</name>
    <message>
        <source>The cluster runs</source>
        <translation>集群正在运行</translation>
    </message>
    <message>
        <source>Version of Kubernetes</source>
        <translation>Kubernetes 的版本</translation>
    </message>
    <message>
        <source>What the charts ask Kubernetes for</source>
        <translation>chart 对 Kubernetes 的要求</translation>
    </message>
    <message>
        <source>The installer, dispatch</source>
        <translation>安装程序 dispatch</translation>
    </message>
    <message>
        <source>Helm</source>
        <translation>Helm</translation>
    </message>
    <message>
        <source>Version of Helm</source>
        <translation>Helm 的版本</translation>
    </message>
    <message>
        <source>Tiller, the half of Helm 2 in the cluster</source>
        <translation>tiller，Helm 2 在集群中的部分</translation>
    </message>
    <message>
        <source>Tiller may do what it must</source>
        <translation>tiller 拥有所需的权限</translation>
    </message>
    <message>
        <source>kubectl</source>
        <translation>kubectl</translation>
    </message>
    <message>
        <source>kubectl says nothing by the way</source>
        <translation>kubectl 没有多余的输出</translation>
    </message>
    <message>
        <source>OpenSSL, for the certificates</source>
        <translation>OpenSSL，用于证书</translation>
    </message>
    <message>
        <source>minikube</source>
        <translation>minikube</translation>
    </message>
    <message>
        <source>Version of minikube</source>
        <translation>minikube 的版本</translation>
    </message>
    <message>
        <source>What carries the cluster</source>
        <translation>承载集群的程序</translation>
    </message>
    <message>
        <source>Control groups of this machine</source>
        <translation>本机的控制组</translation>
    </message>
    <message>
        <source>Processors, memory, disk</source>
        <translation>处理器、内存、磁盘</translation>
    </message>
    <message>
        <source>kubectl knows the cluster</source>
        <translation>kubectl 认识该集群</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Charts can be fetched</source>
        <translation>可以获取 chart</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>No releases that failed</source>
        <translation>没有失败的 release</translation>
    </message>
    <message>
        <source>Earlier installations</source>
        <translation>之前的安装</translation>
    </message>
    <message>
        <source>Hosts in the install file</source>
        <translation>安装文件中的主机</translation>
    </message>
    <message>
        <source>The cluster can be reached from here</source>
        <translation>可以从这里连接到集群</translation>
    </message>
    <message>
        <source>Work folder</source>
        <translation>工作文件夹</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>can be seen once the cluster runs</source>
        <translation>集群运行后才能看到</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>The local Dispatch comes with this console and needs none of this.</source>
        <translation>本地 Dispatch 随此控制台提供，不需要这些。</translation>
    </message>
    <message>
        <source>Looking: %1 answers are still to come.</source>
        <translation>正在查看：还有 %1 个应答未到。</translation>
    </message>
    <message>
        <source>An installation cannot work yet: %1 bad, %2 to be careful about.</source>
        <translation>目前还无法安装：%1 项不合格，%2 项需要注意。</translation>
    </message>
    <message>
        <source>Nothing is wrong so far; %1 could not be found out.</source>
        <translation>目前没有发现问题；%1 项无法查明。</translation>
    </message>
    <message>
        <source>It may work; be careful about %1.</source>
        <translation>可能可行；请注意 %1 项。</translation>
    </message>
    <message>
        <source>Everything is right for an installation.</source>
        <translation>安装的条件均已具备。</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes %1. That needs minikube %2 or older, and a driver with a virtual machine (kvm2, virtualbox, hyperkit) or a machine with cgroup v1. Or take another way of installing.</source>
        <translation>请创建使用 Kubernetes %1 的集群。这需要 minikube %2 或更旧版本，以及使用虚拟机的驱动（kvm2、virtualbox、hyperkit）或使用 cgroup v1 的机器。也可以采用其他安装方式。</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes ask for 1.19 or newer.</source>
        <translation>适用于当前 Kubernetes 的 chart 要求 1.19 或更新版本。</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 没有应答</translation>
    </message>
    <message>
        <source>Starting the cluster tells whether it works.</source>
        <translation>启动集群即可知道它是否可用。</translation>
    </message>
    <message>
        <source>%1 processors, %2 MB memory, %3 MB disk</source>
        <translation>%1 个处理器，%2 MB 内存，%3 MB 磁盘</translation>
    </message>
    <message>
        <source>Dispatch wants %1 processors, %2 MB memory and %3 MB disk. A cluster keeps what it was created with: create it again.</source>
        <translation>Dispatch 需要 %1 个处理器、%2 MB 内存和 %3 MB 磁盘。集群的资源在创建后保持不变：请重新创建。</translation>
    </message>
    <message>
        <source>%1; the installer gets a file of its own with this one only</source>
        <translation>%1；安装程序会得到一个只含此项的专用文件</translation>
    </message>
    <message>
        <source>there is no context %1</source>
        <translation>没有上下文 %1</translation>
    </message>
    <message>
        <source>Start the cluster again, which writes it.</source>
        <translation>请重新启动集群，这会写入它。</translation>
    </message>
    <message>
        <source>%1: the charts of the installer need 1.10 to 1.15</source>
        <translation>%1：安装程序的 chart 需要 1.10 到 1.15</translation>
    </message>
    <message>
        <source>The charts were tried with 1.10 to 1.15.</source>
        <translation>这些 chart 已在 1.10 到 1.15 上试用过。</translation>
    </message>
    <message>
        <source>%1 without deployments, which the charts ask for</source>
        <translation>%1 没有 chart 所要求的 deployments</translation>
    </message>
    <message>
        <source>no %1, which the charts ask for</source>
        <translation>没有 chart 所要求的 %1</translation>
    </message>
    <message>
        <source>not ready: %1</source>
        <translation>未就绪：%1</translation>
    </message>
    <message>
        <source>Wait until the nodes are ready, or start the cluster again.</source>
        <translation>请等待节点就绪，或重新启动集群。</translation>
    </message>
    <message>
        <source>The node runs out of it: pods are turned away. Make room, or create a larger cluster.</source>
        <translation>节点的这项资源不足：Pod 会被拒绝。请腾出空间，或创建更大的集群。</translation>
    </message>
    <message>
        <source>Create the cluster with the container runtime docker: others refuse the image registry in the cluster, which has no TLS.</source>
        <translation>请使用容器运行时 docker 创建集群：其他运行时会拒绝集群中没有 TLS 的镜像仓库。</translation>
    </message>
    <message>
        <source>%1 ready, %2</source>
        <translation>%1 个就绪，%2</translation>
    </message>
    <message>
        <source>no data is kept on disk</source>
        <translation>不在磁盘上保留数据</translation>
    </message>
    <message>
        <source>there is a default storage class</source>
        <translation>有默认存储类</translation>
    </message>
    <message>
        <source>no default storage class</source>
        <translation>没有默认存储类</translation>
    </message>
    <message>
        <source>Turn the add-on default-storageclass on, or keep no data.</source>
        <translation>请启用插件 default-storageclass，或不保留数据。</translation>
    </message>
    <message>
        <source>the driver %1 hides the ports of the cluster here</source>
        <translation>驱动 %1 在这里会隐藏集群的端口</translation>
    </message>
    <message>
        <source>Forward the ports of the pods of the ingress and of kongproxy, and connect to those.</source>
        <translation>请转发 ingress 和 kongproxy 的 Pod 的端口，并连接到这些端口。</translation>
    </message>
    <message>
        <source>at its address; tried after the installation</source>
        <translation>通过其地址；安装后再尝试</translation>
    </message>
    <message>
        <source>Charts without tiller need Helm 3 or newer.</source>
        <translation>不使用 tiller 的 chart 需要 Helm 3 或更新版本。</translation>
    </message>
    <message>
        <source>cannot be fetched: %1</source>
        <translation>无法获取：%1</translation>
    </message>
    <message>
        <source>The repositories that the installer takes by itself are gone since 2020. Let today&apos;s stand in for them.</source>
        <translation>安装程序默认使用的仓库自 2020 年起已不存在。请改用现今的仓库代替。</translation>
    </message>
    <message>
        <source>Enter other repositories in the advanced settings, or a folder with charts.</source>
        <translation>请在高级设置中输入其他仓库，或输入存放 chart 的文件夹。</translation>
    </message>
    <message>
        <source>%1: the installer works with Helm 2, from 2.15 on</source>
        <translation>%1：安装程序使用 Helm 2，从 2.15 起</translation>
    </message>
    <message>
        <source>Get Helm 2.17.0 and choose it, or take another way of installing.</source>
        <translation>请获取 Helm 2.17.0 并选择它，或采用其他安装方式。</translation>
    </message>
    <message>
        <source>%1 here, tiller %2</source>
        <translation>这里是 %1，tiller 是 %2</translation>
    </message>
    <message>
        <source>Bring tiller to the version of Helm.</source>
        <translation>请使 tiller 与 Helm 的版本一致。</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>there is none that is ready</source>
        <translation>没有已就绪的</translation>
    </message>
    <message>
        <source>Run helm init; tiller needs an account that may do everything.</source>
        <translation>请运行 helm init；tiller 需要一个拥有全部权限的账户。</translation>
    </message>
    <message>
        <source>its account may do everything</source>
        <translation>其账户拥有全部权限</translation>
    </message>
    <message>
        <source>the account kube-system/tiller may not do everything</source>
        <translation>账户 kube-system/tiller 没有全部权限</translation>
    </message>
    <message>
        <source>Bind it to the role cluster-admin.</source>
        <translation>请将其绑定到角色 cluster-admin。</translation>
    </message>
    <message>
        <source>Purge them: the installer refuses to work beside them. Their data goes with them.</source>
        <translation>请彻底删除它们：有它们存在时，安装程序拒绝工作。它们的数据会一并删除。</translation>
    </message>
    <message>
        <source>none, but Helm says: %1</source>
        <translation>没有，但 Helm 输出：%1</translation>
    </message>
    <message>
        <source>The installer takes each word for a release that failed. Take the old address out of the repositories of Helm.</source>
        <translation>安装程序会把每个词都当作失败的 release。请从 Helm 的仓库中移除旧地址。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The installer reads each word as the number of a port. Choose a kubectl of about the version of the cluster.</source>
        <translation>安装程序会把每个词都当作端口号读取。请选择与集群版本相近的 kubectl。</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>全部 %1 个</translation>
    </message>
    <message>
        <source>those of the old Google repositories</source>
        <translation>旧 Google 仓库中的 chart</translation>
    </message>
    <message>
        <source>%1 is in the cluster</source>
        <translation>%1 在集群中</translation>
    </message>
    <message>
        <source>%1 has to be pulled</source>
        <translation>%1 需要拉取</translation>
    </message>
    <message>
        <source>Whether it still is where it was, only pulling tells. One that you have can be loaded into the cluster.</source>
        <translation>它是否还在原处，只有拉取才知道。您已有的镜像可以加载到集群中。</translation>
    </message>
    <message>
        <source>namespaces: %1</source>
        <translation>命名空间：%1</translation>
    </message>
    <message>
        <source>releases: %1</source>
        <translation>release：%1</translation>
    </message>
    <message>
        <source>Installing again upgrades what is there. Uninstall first for a fresh one.</source>
        <translation>重新安装会升级已有的内容。要全新安装，请先卸载。</translation>
    </message>
    <message>
        <source>“%1”, and the cluster is at %2</source>
        <translation>“%1”，而集群位于 %2</translation>
    </message>
    <message>
        <source>Enter the address of the cluster, which may change when it starts.</source>
        <translation>请输入集群的地址，它在启动时可能会改变。</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Say where it is, or get it: %1</source>
        <translation>请指明其位置，或获取它：%1</translation>
    </message>
    <message>
        <source>%1%2 cannot be used: %3</source>
        <translation>%1%2 无法使用：%3</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>请选择其他的。</translation>
    </message>
    <message>
        <source>%1; the cluster is there already, and old enough</source>
        <translation>%1；集群已经存在，且版本足够旧</translation>
    </message>
    <message>
        <source>%1, which makes no cluster with Kubernetes 1.15</source>
        <translation>%1，它无法创建使用 Kubernetes 1.15 的集群</translation>
    </message>
    <message>
        <source>Choose minikube %1 or older to create the cluster with.</source>
        <translation>请选择 minikube %1 或更旧版本来创建集群。</translation>
    </message>
    <message>
        <source>version 1</source>
        <translation>版本 1</translation>
    </message>
    <message>
        <source>version 2: Kubernetes 1.15 runs on this machine in a virtual machine only</source>
        <translation>版本 2：Kubernetes 1.15 在本机上只能在虚拟机中运行</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox.</source>
        <translation>请使用 kvm2 或 virtualbox 之类的驱动创建集群。</translation>
    </message>
    <message>
        <source>version 2 here; the virtual machine has its own</source>
        <translation>这里是版本 2；虚拟机有自己的版本</translation>
    </message>
    <message>
        <source>version 2, and the cluster runs all the same</source>
        <translation>版本 2，但集群仍能运行</translation>
    </message>
    <message>
        <source>version 2: a kubelet before 1.19 does not run in a container here</source>
        <translation>版本 2：1.19 之前的 kubelet 无法在这里的容器中运行</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox, or start this machine with cgroup v1.</source>
        <translation>请使用 kvm2 或 virtualbox 之类的驱动创建集群，或以 cgroup v1 启动本机。</translation>
    </message>
    <message>
        <source>Make room or give yourself the right to write there.</source>
        <translation>请腾出空间，或为自己授予在那里写入的权限。</translation>
    </message>
    <message>
        <source>%1; the configuration of an earlier installation is kept beside the new one</source>
        <translation>%1；之前安装的配置保留在新配置旁边</translation>
    </message>
    <message>
        <source>set, and not for the cluster</source>
        <translation>已设置，不用于集群</translation>
    </message>
    <message>
        <source>set, also for what is in the cluster: %1</source>
        <translation>已设置，也用于集群中的内容：%1</translation>
    </message>
    <message>
        <source>Add these to NO_PROXY, and start the console and the cluster again.</source>
        <translation>请将这些添加到 NO_PROXY，然后重新启动控制台和集群。</translation>
    </message>
</context>
<context>
    <name>models::RecordKind</name>
    <message>
        <source>organization</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>服务账户</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>base image</source>
        <translation>基础镜像</translation>
    </message>
    <message>
        <source>image</source>
        <translation>镜像</translation>
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
        <translation>读取资源</translation>
    </message>
    <message>
        <source>an entry without a name</source>
        <translation>没有名称的条目</translation>
    </message>
    <message>
        <source>The server sent something that is no resource.</source>
        <translation>服务器发送的内容不是资源。</translation>
    </message>
</context>
<context>
    <name>models::ResourceKind</name>
    <message>
        <source>exposed</source>
        <translation>对外公开</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>存在时间</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>机密</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Exposed</source>
        <translation>对外公开</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>处理函数</translation>
    </message>
    <message>
        <source>Free labels, for example team = storage.</source>
        <translation>自定义标签，例如 team = storage。</translation>
    </message>
    <message>
        <source>What drivers refer to. At most 32 characters.</source>
        <translation>驱动所引用的名称。最多 32 个字符。</translation>
    </message>
    <message>
        <source>The container image that a driver of this type runs.</source>
        <translation>此类型的驱动所运行的容器镜像。</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>可从外部访问</translation>
    </message>
    <message>
        <source>Gives each driver an address of its own, for sources that push their events.</source>
        <translation>为每个驱动提供专用地址，用于推送事件的来源。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Kept with the type for information; drivers do not inherit it.</source>
        <translation>随类型保存以供参考；驱动不会继承它。</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>驱动类型</translation>
    </message>
    <message>
        <source>What kind of events this driver brings.</source>
        <translation>此驱动带来哪种事件。</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and dashes.</source>
        <translation>小写字母、数字和短横线。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Handed to the driver as --key=value.</source>
        <translation>以 --key=value 的形式传给驱动。</translation>
    </message>
    <message>
        <source>Their keys become environment variables of the driver.</source>
        <translation>它们的键会成为驱动的环境变量。</translation>
    </message>
    <message>
        <source>What drivers and functions refer to.</source>
        <translation>驱动和函数所引用的名称。</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Key and value. Values are hidden and never kept by the console.</source>
        <translation>键和值。值会隐藏，控制台从不保留。</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation>逐字母比较；没有通配符。</translation>
    </message>
    <message>
        <source>Runs once for each matching event.</source>
        <translation>每有一个匹配的事件就运行一次。</translation>
    </message>
    <message>
        <source>Letters, digits, underscores and dashes.</source>
        <translation>字母、数字、下划线和短横线。</translation>
    </message>
    <message>
        <source>Stored, but no server uses them: give secrets to the function instead.</source>
        <translation>会保存，但没有服务器使用它们：请改为将机密交给函数。</translation>
    </message>
    <message>
        <source>What subscriptions refer to.</source>
        <translation>订阅所引用的名称。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The image whose language runs the function.</source>
        <translation>其语言用于运行该函数的镜像。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>A file or a folder with the code.</source>
        <translation>含有代码的文件或文件夹。</translation>
    </message>
    <message>
        <source>module.function, for example hello.handle; needed for folders.</source>
        <translation>module.function，例如 hello.handle；使用文件夹时需要。</translation>
    </message>
    <message>
        <source>Given to the function in context.secrets.</source>
        <translation>通过 context.secrets 交给函数。</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>A run that takes longer is stopped. 0 = no limit.</source>
        <translation>超过此时间的运行会被停止。0 = 无限制。</translation>
    </message>
    <message>
        <source>driver type</source>
        <translation>驱动类型</translation>
    </message>
    <message>
        <source>Driver Types</source>
        <translation>驱动类型</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>驱动</translation>
    </message>
    <message>
        <source>Drivers</source>
        <translation>驱动</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>机密</translation>
    </message>
    <message>
        <source>subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>函数</translation>
    </message>
</context>
<context>
    <name>models::ResourceTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
</context>
<context>
    <name>models::Rules</name>
    <message>
        <source>This is required.</source>
        <translation>此项为必填项。</translation>
    </message>
    <message>
        <source>At most %1 characters; this has %2.</source>
        <translation>最多 %1 个字符；这里有 %2 个。</translation>
    </message>
    <message>
        <source>Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab.</source>
        <translation>只能使用小写字母、数字和短横线，以字母或数字开头，如 vcenter-lab。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces.</source>
        <translation>只能使用字母、数字、下划线和短横线，且不能以短横线开头。不能有点号和空格。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes.</source>
        <translation>只能使用字母、数字、下划线和短横线。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported.</source>
        <translation>只能使用字母、数字、下划线、短横线和点号。不支持 * 等通配符。</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots.</source>
        <translation>只能使用字母、数字、下划线、短横线和点号。</translation>
    </message>
</context>
<context>
    <name>models::Run</name>
    <message>
        <source>read a run</source>
        <translation>读取运行记录</translation>
    </message>
    <message>
        <source>an entry without an id</source>
        <translation>没有 id 的条目</translation>
    </message>
    <message>
        <source>The server sent something that is no run.</source>
        <translation>服务器发送的内容不是运行记录。</translation>
    </message>
</context>
<context>
    <name>models::RunTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>持续时间</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>under 1 ms</source>
        <translation>不到 1 毫秒</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
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
        <translation>Shell 无法将文本文件写成 JSON 字符串。请使用 Python，或将文件作为二进制发送。</translation>
    </message>
    <message>
        <source>The command line has no option for extensions.</source>
        <translation>命令行没有用于扩展的选项。</translation>
    </message>
    <message>
        <source>The command line always sends the time of sending.</source>
        <translation>命令行总是发送发送时的时间。</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on text.</source>
        <translation>命令行只发送 JSON；遇到文本会失败。</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on files.</source>
        <translation>命令行只发送 JSON；遇到文件会失败。</translation>
    </message>
    <message>
        <source>The command line always says application/json with data, and nothing without.</source>
        <translation>命令行在有数据时总是使用 application/json，没有数据时则不指定。</translation>
    </message>
    <message>
        <source>curl (bash)</source>
        <translation>curl (bash)</translation>
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
        <translation>这应写成 %1。</translation>
    </message>
    <message>
        <source>Two whole numbers are needed, the smaller one first, as in {{random 1 6}}.</source>
        <translation>需要两个整数，较小的在前，如 {{random 1 6}}。</translation>
    </message>
    <message>
        <source>The environment variable %1 is not set. Set it before the program starts.</source>
        <translation>环境变量 %1 未设置。请在程序启动前设置它。</translation>
    </message>
    <message>
        <source>a new random UUID each time it stands somewhere</source>
        <translation>新的随机 UUID，每处出现时各不相同</translation>
    </message>
    <message>
        <source>the time of sending in UTC, as in 2018-09-12T10:11:12.345Z</source>
        <translation>UTC 的发送时间，如 2018-09-12T10:11:12.345Z</translation>
    </message>
    <message>
        <source>the number of the event, counted from 1 in a job</source>
        <translation>事件的编号，在作业中从 1 开始计数</translation>
    </message>
    <message>
        <source>a whole number from A to B</source>
        <translation>从 A 到 B 的整数</translation>
    </message>
    <message>
        <source>the environment variable NAME</source>
        <translation>环境变量 NAME</translation>
    </message>
    <message>
        <source>The braces that open here are not closed on this line by }}. Write {{{{ if you mean two braces.</source>
        <translation>此处开始的花括号没有在同一行用 }} 结束。如果要表示两个花括号，请写成 {{{{。</translation>
    </message>
    <message>
        <source>There is no variable of this name. Write {{{{ if you mean two braces.</source>
        <translation>没有这个名称的变量。如果要表示两个花括号，请写成 {{{{。</translation>
    </message>
</context>
<context>
    <name>ui::AddonsModel</name>
    <message>
        <source>enabled</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Add-on</source>
        <translation>插件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>ui::AddonsView</name>
    <message>
        <source>Filter the add-ons</source>
        <translation>筛选插件</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>插件</translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation>停用(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>启用(&amp;E)</translation>
    </message>
    <message>
        <source>The cluster must run to change add-ons.</source>
        <translation>集群必须在运行才能更改插件。</translation>
    </message>
</context>
<context>
    <name>ui::AttributesForm</name>
    <message>
        <source>Event &amp;type</source>
        <translation>事件类型(&amp;T)</translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation>来源(&amp;O)</translation>
    </message>
    <message>
        <source>who sends it, for example dispatch</source>
        <translation>发送者，例如 dispatch</translation>
    </message>
    <message>
        <source>&amp;Content type</source>
        <translation>内容类型(&amp;C)</translation>
    </message>
    <message>
        <source>Event &amp;id</source>
        <translation>事件 id(&amp;I)</translation>
    </message>
    <message>
        <source>a fresh one for each send</source>
        <translation>每次发送使用新的</translation>
    </message>
    <message>
        <source>Ti&amp;me</source>
        <translation>时间(&amp;M)</translation>
    </message>
    <message>
        <source>the time of sending</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>Type &amp;version</source>
        <translation>类型版本(&amp;V)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Schema &amp;URL</source>
        <translation>架构 URL(&amp;U)</translation>
    </message>
    <message>
        <source>More attributes</source>
        <translation>更多属性</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>&amp;New id</source>
        <translation>新的 id(&amp;N)</translation>
    </message>
    <message>
        <source>Write a fresh id here, to know it before the event is sent</source>
        <translation>在此写入新的 id，以便在发送事件前得知</translation>
    </message>
    <message>
        <source>by the kind of data</source>
        <translation>按数据的种类</translation>
    </message>
</context>
<context>
    <name>ui::CataloguePicker</name>
    <message>
        <source>Known drivers</source>
        <translation>已知驱动</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>ui::CliImportDialog</name>
    <message>
        <source>Import from the command line</source>
        <translation>从命令行导入</translation>
    </message>
    <message>
        <source>Which contexts shall become connections? The file of the command line stays as it is.</source>
        <translation>要将哪些上下文作为连接？命令行的文件保持不变。</translation>
    </message>
    <message>
        <source>Contexts of the command line</source>
        <translation>命令行的上下文</translation>
    </message>
    <message>
        <source>Take &amp;cookies and keys along into the keychain</source>
        <translation>将 Cookie 和密钥一并放入钥匙串(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message>
        <source>no sign-in</source>
        <translation>无需登录</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>服务账户</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3 · %4</source>
        <translation>%1 – %2 · 组织 %3 · %4</translation>
    </message>
    <message>
        <source>%1 (current)</source>
        <translation>%1（当前）</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDeeds</name>
    <message>
        <source>Save the logs of %1</source>
        <translation>保存 %1 的日志</translation>
    </message>
    <message>
        <source>Reading the logs of %1…</source>
        <translation>正在读取 %1 的日志…</translation>
    </message>
    <message>
        <source>Saved %1 to %2; secrets are masked.</source>
        <translation>已将 %1 保存到 %2；机密已遮盖。</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>已复制 %1。</translation>
    </message>
    <message>
        <source>Stop what is being done?</source>
        <translation>停止正在进行的操作？</translation>
    </message>
    <message>
        <source>Something is being done to %1. When it is stopped half way, it stays half done; start the cluster again later, or delete it.</source>
        <translation>正在对 %1 进行操作。如果中途停止，它会停留在半完成状态；请稍后再次启动集群，或将其删除。</translation>
    </message>
    <message>
        <source>&amp;Stop it</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Let it finish</source>
        <translation>让它完成(&amp;L)</translation>
    </message>
    <message>
        <source>Start it here?</source>
        <translation>在此启动？</translation>
    </message>
    <message>
        <source>By the files of minikube, %1 is being started outside of this console. If that was given up, start it here. If it goes on, two starts would be in each other&apos;s way.</source>
        <translation>根据 minikube 的文件，%1 正在此控制台之外启动。如果那次启动已被放弃，请在此启动。如果仍在进行，两次启动会互相干扰。</translation>
    </message>
    <message>
        <source>&amp;Start it here</source>
        <translation>在此启动(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>等待(&amp;W)</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDesk</name>
    <message>
        <source>&amp;Back to the start</source>
        <translation>返回起始页(&amp;B)</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>The Dispatch in the cluster %1.</source>
        <translation>集群 %1 中的 Dispatch。</translation>
    </message>
    <message>
        <source>Still under way: %1. It can run on without this window; the next start of the console picks it up.</source>
        <translation>仍在进行：%1。没有此窗口它也能继续；下次启动控制台时会接手。</translation>
    </message>
    <message>
        <source>&amp;Give up and quit</source>
        <translation>放弃并退出(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation>留下(&amp;S)</translation>
    </message>
    <message>
        <source>Still under way from before: %1. It is on the page Cluster.</source>
        <translation>之前的操作仍在进行：%1。请见“集群”页面。</translation>
    </message>
    <message>
        <source>The Dispatch that was just installed. Its certificate is self-made: connect, compare the fingerprint, and pin it.</source>
        <translation>刚刚安装的 Dispatch。其证书由安装程序生成：请连接，核对指纹，然后将其固定。</translation>
    </message>
    <message>
        <source>Dispatch is being installed. Closing the window ends that half done; it can be run again later.</source>
        <translation>正在安装 Dispatch。关闭窗口会使其半途结束；以后可以再次运行。</translation>
    </message>
    <message>
        <source>Still at work</source>
        <translation>仍在工作</translation>
    </message>
    <message>
        <source>&amp;Keep minikube running</source>
        <translation>让 minikube 继续运行(&amp;K)</translation>
    </message>
    <message>
        <source>Tidying up; the window closes by itself.</source>
        <translation>正在收尾；窗口会自行关闭。</translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message>
        <source>&amp;Create…</source>
        <translation>创建(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>启动(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Unpause</source>
        <translation>恢复(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Repair context</source>
        <translation>修复上下文(&amp;R)</translation>
    </message>
    <message>
        <source>Save &amp;logs…</source>
        <translation>保存日志(&amp;L)…</translation>
    </message>
    <message>
        <source>Copy &amp;IP</source>
        <translation>复制 IP(&amp;I)</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>运行内容</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>插件</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>关于集群</translation>
    </message>
    <message>
        <source>Profiles of minikube</source>
        <translation>minikube 的配置档</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>find minikube</source>
        <translation>查找 minikube</translation>
    </message>
    <message>
        <source>Show the &amp;tools</source>
        <translation>显示工具(&amp;T)</translation>
    </message>
    <message>
        <source>%1, in %2.</source>
        <translation>%1，位于 %2。</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>Dispatch</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>Point kubeconfig to the cluster again. That makes it the current context, too.</source>
        <translation>让 kubeconfig 重新指向该集群，同时它会成为当前上下文。</translation>
    </message>
</context>
<context>
    <name>ui::CommandsModel</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>退出代码 %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已放弃</translation>
    </message>
</context>
<context>
    <name>ui::CommandsView</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What the command printed</source>
        <translation>命令的输出</translation>
    </message>
    <message>
        <source>Copy the comman&amp;d</source>
        <translation>复制命令(&amp;D)</translation>
    </message>
    <message>
        <source>Copy the o&amp;utput</source>
        <translation>复制输出(&amp;U)</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>清除(&amp;E)</translation>
    </message>
    <message>
        <source>Choose a command to see what it printed. Secrets are masked.</source>
        <translation>选择一个命令即可查看其输出。机密已遮盖。</translation>
    </message>
    <message>
        <source>Also what the console as&amp;ks by itself</source>
        <translation>也显示控制台自行发出的查询(&amp;K)</translation>
    </message>
</context>
<context>
    <name>ui::ComplaintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… 还有 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⚠ %n problems in what was read. What they are about is not imported.</source>
        <translation>
            <numerusform>⚠ 读取的内容中有 %n 个问题。与之相关的内容不会导入。</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems in what was read</source>
        <translation>读取内容中的问题</translation>
    </message>
</context>
<context>
    <name>ui::ComposerForm</name>
    <message>
        <source>The data is being checked.</source>
        <translation>正在检查数据。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::ConflictPanel</name>
    <message>
        <source>(hidden values)</source>
        <translation>（隐藏的值）</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>The server&apos;s copy was changed while this form was open. Nothing was saved yet.</source>
        <translation>此表单打开期间，服务器上的副本已被更改。尚未保存任何内容。</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>On the server now</source>
        <translation>服务器上的现值</translation>
    </message>
    <message>
        <source>In this form</source>
        <translation>此表单中的值</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Save &amp;mine over it</source>
        <translation>用我的覆盖保存(&amp;M)</translation>
    </message>
    <message>
        <source>Take the &amp;server&apos;s</source>
        <translation>采用服务器的(&amp;S)</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionBand</name>
    <message>
        <source>red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>受保护</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>insecure: the certificate is not checked, anybody may be in between</source>
        <translation>不安全：不检查证书，任何人都可能介于其间</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>连接 %1</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionDesk</name>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>管理连接(&amp;M)…</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
    <message>
        <source>The secret is not copied: enter it again.</source>
        <translation>机密不会复制：请重新输入。</translation>
    </message>
    <message>
        <source>Delete the connection?</source>
        <translation>删除该连接？</translation>
    </message>
    <message>
        <source>Delete the connection “%1” to %2 and forget its secrets? The server keeps what is on it.</source>
        <translation>要删除到 %2 的连接“%1”并忘记其机密吗？服务器会保留其上的内容。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Export connections without secrets</source>
        <translation>导出连接（不含机密）</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>已写入 %1。</translation>
    </message>
    <message>
        <source>&amp;Test this connection…</source>
        <translation>测试此连接(&amp;T)…</translation>
    </message>
    <message>
        <source>New &amp;service account…</source>
        <translation>新建服务账户(&amp;S)…</translation>
    </message>
    <message>
        <source>Made the service account %1. The connection “%2” signs in with it.</source>
        <translation>已创建服务账户 %1。连接“%2”使用它登录。</translation>
    </message>
    <message numerus="yes">
        <source>Imported %n connections.</source>
        <translation>
            <numerusform>已导入 %n 个连接。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTestDialog</name>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>The way to %1:</source>
        <translation>通往 %1 的路径：</translation>
    </message>
    <message>
        <source>Steps of the test</source>
        <translation>测试步骤</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>复制(&amp;O)</translation>
    </message>
    <message>
        <source>Copies the findings, without secrets</source>
        <translation>复制测试结果，不含机密</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>新建(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>编辑(&amp;E)…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>复制一份(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>E&amp;xport without secrets…</source>
        <translation>导出（不含机密）(&amp;X)…</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3</source>
        <translation>%1 – %2 · 组织 %3</translation>
    </message>
    <message>
        <source>&amp;From the command line…</source>
        <translation>从命令行(&amp;F)…</translation>
    </message>
</context>
<context>
    <name>ui::CreateDialog</name>
    <message>
        <source>Create a cluster</source>
        <translation>创建集群</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>配置档(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Driver</source>
        <translation>驱动(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Kubernetes</source>
        <translation>Kubernetes(&amp;K)</translation>
    </message>
    <message>
        <source>CP&amp;Us</source>
        <translation>CPU(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>内存(&amp;M)</translation>
    </message>
    <message>
        <source>D&amp;isk</source>
        <translation>磁盘(&amp;I)</translation>
    </message>
    <message>
        <source>N&amp;odes</source>
        <translation>节点(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Runtime</source>
        <translation>运行时(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Add-ons</source>
        <translation>插件(&amp;A)</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>the one minikube comes with</source>
        <translation>minikube 自带的版本</translation>
    </message>
    <message>
        <source>&amp;Suit it to Dispatch</source>
        <translation>使其适合 Dispatch(&amp;S)</translation>
    </message>
    <message>
        <source>Kubernetes 1.15.12, which the archived charts of Dispatch need, with enough of all.</source>
        <translation>Kubernetes 1.15.12（Dispatch 已归档的 chart 所需），且各项资源充足。</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>创建(&amp;C)</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
    <message>
        <source>%1 is not found on this machine. To get it: %2.</source>
        <translation>在本机上找不到 %1。获取方法：%2。</translation>
    </message>
    <message>
        <source>kubeconfig has a context of this name already; minikube will overwrite it.</source>
        <translation>kubeconfig 中已有同名的上下文；minikube 会将其覆盖。</translation>
    </message>
    <message>
        <source>This machine has %1 processors, %2 of memory and %3 of free disk.</source>
        <translation>本机有 %1 个处理器、%2 内存和 %3 可用磁盘。</translation>
    </message>
    <message>
        <source>Looking at what this machine has…</source>
        <translation>正在查看本机的资源…</translation>
    </message>
</context>
<context>
    <name>ui::CredentialsBox</name>
    <message>
        <source>Where the credentials come from</source>
        <translation>凭据的来源</translation>
    </message>
    <message>
        <source>Name of the new secret</source>
        <translation>新机密的名称</translation>
    </message>
    <message>
        <source>Secret name</source>
        <translation>机密名称</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>Show values</source>
        <translation>显示值</translation>
    </message>
    <message>
        <source>No secret for them yet</source>
        <translation>还没有用于它们的机密</translation>
    </message>
    <message>
        <source>Secret %1 (%2)</source>
        <translation>机密 %1（%2）</translation>
    </message>
    <message>
        <source>A new secret with these values</source>
        <translation>含有这些值的新机密</translation>
    </message>
    <message>
        <source>Name of the secret: %1</source>
        <translation>机密的名称：%1</translation>
    </message>
    <message>
        <source>There is a secret &quot;%1&quot; already. Choose it, or take another name.</source>
        <translation>已有机密“%1”。请选择它，或使用其他名称。</translation>
    </message>
    <message>
        <source>The new secret has no values yet.</source>
        <translation>新机密还没有值。</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>Needed: %1.</source>
        <translation>需要：%1。</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>，或 </translation>
    </message>
    <message>
        <source>Settings can be read by everybody who may list drivers; these belong into a secret.</source>
        <translation>凡是可以列出驱动的人都能读取设置；这些应放入机密。</translation>
    </message>
</context>
<context>
    <name>ui::DataPane</name>
    <message>
        <source>Data as</source>
        <translation>数据形式</translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation>JSON(&amp;J)</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>文本(&amp;X)</translation>
    </message>
    <message>
        <source>Fi&amp;le</source>
        <translation>文件(&amp;L)</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式化</translation>
    </message>
    <message>
        <source>One value a line; undo takes it back</source>
        <translation>每行一个值；可撤销</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Everything on one line; undo takes it back</source>
        <translation>全部放在一行；可撤销</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>Put the cursor where it is</source>
        <translation>将光标放到该处</translation>
    </message>
    <message>
        <source>Data as %1</source>
        <translation>%1 形式的数据</translation>
    </message>
    <message>
        <source>Data, JSON</source>
        <translation>数据，JSON</translation>
    </message>
    <message>
        <source>The pasted JSON was one very long line and was put on several lines. Its values are the same.</source>
        <translation>粘贴的 JSON 是很长的一行，已分成多行。其中的值不变。</translation>
    </message>
    <message>
        <source>Data, text</source>
        <translation>数据，文本</translation>
    </message>
    <message>
        <source>Sent as it stands here, as a JSON string</source>
        <translation>按此处原样作为 JSON 字符串发送</translation>
    </message>
    <message numerus="yes">
        <source> (and %n more)</source>
        <translation>
            <numerusform> （还有 %n 个）</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message numerus="yes">
        <source>An event carries one file: the first of %n was taken.</source>
        <translation>
            <numerusform>一个事件只携带一个文件：已采用 %n 个中的第一个。</numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long for the editor and is being kept as a file…</source>
        <translation>文本太长，编辑器放不下，正在保存为文件…</translation>
    </message>
    <message>
        <source>The text was too long for the editor and was kept as this file. It arrives as one string. What was typed before is still there.</source>
        <translation>文本太长，编辑器放不下，已保存为此文件。它会作为一个字符串到达。之前输入的内容仍在那里。</translation>
    </message>
</context>
<context>
    <name>ui::DeleteCluster</name>
    <message numerus="yes">
        <source>its %n machines or containers (%1)</source>
        <translation>
            <numerusform>其 %n 个机器或容器（%1）</numerusform>
        </translation>
    </message>
    <message>
        <source>its disk, with every image and volume on it</source>
        <translation>其磁盘，以及其上的所有镜像和卷</translation>
    </message>
    <message>
        <source>everything that runs in it; a Dispatch too, with its event drivers, secrets, subscriptions and functions</source>
        <translation>其中运行的所有内容；也包括 Dispatch 及其事件驱动、机密、订阅和函数</translation>
    </message>
    <message>
        <source>its context in kubeconfig</source>
        <translation>其在 kubeconfig 中的上下文</translation>
    </message>
    <message>
        <source>Delete a cluster</source>
        <translation>删除集群</translation>
    </message>
    <message>
        <source>Delete the cluster %1? This goes with it:</source>
        <translation>要删除集群 %1 吗？以下内容会一并删除：</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>It was not &amp;made by this console; delete it all the same</source>
        <translation>它不是由此控制台创建的；仍要删除(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>ui::DeleteDialog</name>
    <message>
        <source>Delete %1</source>
        <translation>删除%1</translation>
    </message>
    <message>
        <source>What goes, and what uses it</source>
        <translation>要删除的内容及其使用者</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Delete the %1 &quot;%2&quot;?</source>
        <translation>要删除%1“%2”吗？</translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n resources (%1)?</source>
        <translation>
            <numerusform>要删除这 %n 个资源（%1）吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>The runs of a function, with their output and logs, are deleted with it.</source>
        <translation>函数的运行记录及其输出和日志会一并删除。</translation>
    </message>
    <message>
        <source>A driver that is still CREATING may leave its container running behind. Better wait for READY.</source>
        <translation>仍处于 CREATING 的驱动可能会留下仍在运行的容器。最好等到 READY。</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in use. What uses them stays, and fails.</source>
        <translation>
            <numerusform>其中 %n 个正在使用中。使用它们的对象会保留，并会失败。</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting %1 of %2…</source>
        <translation>正在删除第 %1 个，共 %2 个…</translation>
    </message>
    <message>
        <source>%1 of %2 deleted, %3 failed.</source>
        <translation>%2 个中已删除 %1 个，%3 个失败。</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Stopping after this one…</source>
        <translation>完成此项后停止…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Undo can bring the values of a secret back only until this console is closed.</source>
        <translation>撤销只能在此控制台关闭之前恢复机密的值。</translation>
    </message>
    <message numerus="yes">
        <source>Delete what &amp;uses them too, first (%n)</source>
        <translation>
            <numerusform>先删除使用它们的对象(&amp;U)（%n）</numerusform>
        </translation>
    </message>
    <message>
        <source>From the top down. The first that does not go ends it.</source>
        <translation>自上而下。遇到第一个无法删除的即停止。</translation>
    </message>
</context>
<context>
    <name>ui::DeletionsModel</name>
    <message>
        <source>and %1 more</source>
        <translation>还有 %1 个</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>deleting…</source>
        <translation>正在删除…</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
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
        <translation>概览</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用关系</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Details of the selection</source>
        <translation>所选项的详细信息</translation>
    </message>
    <message>
        <source>What it uses and what uses it</source>
        <translation>它使用什么，以及什么使用它</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选择 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a row to see its details.</source>
        <translation>选择一行即可查看其详细信息。</translation>
    </message>
</context>
<context>
    <name>ui::DifferenceModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>成员</translation>
    </message>
</context>
<context>
    <name>ui::DispatchView</name>
    <message>
        <source>&amp;1 Check</source>
        <translation>&amp;1 检查</translation>
    </message>
    <message>
        <source>&amp;2 Settings</source>
        <translation>&amp;2 设置</translation>
    </message>
    <message>
        <source>Dispatch on this cluster</source>
        <translation>此集群上的 Dispatch</translation>
    </message>
    <message>
        <source>&amp;Uninstall…</source>
        <translation>卸载(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>试运行(&amp;D)</translation>
    </message>
    <message>
        <source>Asks the cluster and changes nothing. It only works where Dispatch is installed already: it asks for what it would have installed.</source>
        <translation>只查询集群，不更改任何内容。仅在已安装 Dispatch 的地方有效：它会查询本应安装的内容。</translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation>安装(&amp;I)</translation>
    </message>
    <message>
        <source>Only the original installer is run from here.</source>
        <translation>从这里只能运行原版安装程序。</translation>
    </message>
    <message>
        <source>The cluster has to run first.</source>
        <translation>必须先运行集群。</translation>
    </message>
    <message>
        <source>Install Dispatch in %1</source>
        <translation>在 %1 中安装 Dispatch</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>These are settings of the cluster %1: select it first.</source>
        <translation>这些是集群 %1 的设置：请先选择它。</translation>
    </message>
    <message>
        <source>Changed in the settings of the cluster %1.</source>
        <translation>已在集群 %1 的设置中更改。</translation>
    </message>
</context>
<context>
    <name>ui::DriverOpinion</name>
    <message>
        <source>The cluster: not known</source>
        <translation>集群：未知</translation>
    </message>
    <message>
        <source>The cluster agrees</source>
        <translation>集群的说法一致</translation>
    </message>
    <message>
        <source>The cluster disagrees</source>
        <translation>集群的说法不一致</translation>
    </message>
    <message>
        <source>What the cluster says about the driver</source>
        <translation>集群对该驱动的说法</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>正在查询集群…</translation>
    </message>
</context>
<context>
    <name>ui::DriverSettingsEditor</name>
    <message>
        <source>Other settings</source>
        <translation>其他设置</translation>
    </message>
    <message>
        <source>More settings of this driver</source>
        <translation>此驱动的更多设置</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>凭据</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation>%1 需要 %2。</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>，或 </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 does not know &quot;%2&quot; and may refuse to start.</source>
        <translation>%1 不认识“%2”，可能会拒绝启动。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read by everybody here; it belongs into a secret.</source>
        <translation>“%1”可被这里的所有人读取；它应放入机密。</translation>
    </message>
</context>
<context>
    <name>ui::EmptyHint</name>
    <message>
        <source>A driver type names the image that brings events of one source, for example vCenter, AWS or a clock. Register one, then start drivers from it.</source>
        <translation>驱动类型指定用于从一种来源（例如 vCenter、AWS 或时钟）带来事件的镜像。先注册一个类型，再从它启动驱动。</translation>
    </message>
    <message>
        <source>A driver runs and turns what happens somewhere into events. Start one and watch it become READY.</source>
        <translation>驱动持续运行，将某处发生的事情变成事件。启动一个驱动，看着它变为 READY。</translation>
    </message>
    <message>
        <source>A secret keeps passwords and keys by name, so that drivers and functions can use them without showing them.</source>
        <translation>机密按名称保存密码和密钥，使驱动和函数可以使用它们而不显示其内容。</translation>
    </message>
    <message>
        <source>A subscription runs a function each time an event of one type arrives.</source>
        <translation>每当某一类型的事件到达时，订阅就会运行一个函数。</translation>
    </message>
    <message>
        <source>A function is your code. Subscriptions run it for events; you can run it by hand as well.</source>
        <translation>函数就是您的代码。订阅会在有事件时运行它；您也可以手动运行。</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在查询服务器…</translation>
    </message>
    <message>
        <source>No %1 yet</source>
        <translation>还没有%1</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>没有符合筛选条件的内容</translation>
    </message>
    <message>
        <source>The list could not be read</source>
        <translation>无法读取列表</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>新建%1…</translation>
    </message>
    <message>
        <source>Not on this server</source>
        <translation>此服务器上没有</translation>
    </message>
    <message>
        <source>This Dispatch server does not offer %1. Nothing is wrong with it.</source>
        <translation>此 Dispatch 服务器不提供%1。这并非故障。</translation>
    </message>
</context>
<context>
    <name>ui::EventSender</name>
    <message>
        <source>send event %1</source>
        <translation>发送事件 %1</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>无：已放弃</translation>
    </message>
    <message>
        <source>All of the event was on its way: the server may have taken it.</source>
        <translation>事件已全部发出：服务器可能已经收下。</translation>
    </message>
    <message>
        <source>It was cancelled before all of it was sent: the server did not take it.</source>
        <translation>在全部发送之前已取消：服务器没有收下。</translation>
    </message>
    <message>
        <source>Look at the runs before you send it again.</source>
        <translation>再次发送之前，请先查看运行记录。</translation>
    </message>
    <message>
        <source>The draft is still here: send it when you like.</source>
        <translation>草稿仍在这里：可随时发送。</translation>
    </message>
</context>
<context>
    <name>ui::EventTypeEditor</name>
    <message>
        <source>&quot;%1&quot; has this event type too. On Dispatch Solo each event reaches only one of the two.</source>
        <translation>“%1”也使用此事件类型。在 Dispatch Solo 上，每个事件只会到达两者之一。</translation>
    </message>
</context>
<context>
    <name>ui::EventsPage</name>
    <message>
        <source>All runs</source>
        <translation>所有运行记录</translation>
    </message>
    <message>
        <source>About the event</source>
        <translation>关于事件</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>&amp;Look at the file again</source>
        <translation>再次查看文件(&amp;L)</translation>
    </message>
    <message>
        <source>This sends the event.</source>
        <translation>这会发送该事件。</translation>
    </message>
    <message>
        <source>This sends the event once more.</source>
        <translation>这会再次发送该事件。</translation>
    </message>
</context>
<context>
    <name>ui::EventsPane</name>
    <message>
        <source>Filter the events</source>
        <translation>筛选事件</translation>
    </message>
    <message>
        <source>Only of the &amp;selected pod</source>
        <translation>仅所选 Pod 的(&amp;S)</translation>
    </message>
    <message>
        <source>Events of the cluster</source>
        <translation>集群的事件</translation>
    </message>
    <message>
        <source>No event is like that.</source>
        <translation>没有这样的事件。</translation>
    </message>
    <message>
        <source>The cluster keeps its events for about an hour. There is none.</source>
        <translation>集群保留事件约一小时。现在没有事件。</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export as YAML</source>
        <translation>导出为 YAML</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message numerus="yes">
        <source>The &amp;selection (%n, %1)</source>
        <translation>
            <numerusform>所选项(&amp;S)（%n，%1）</numerusform>
        </translation>
    </message>
    <message>
        <source>All of this &amp;tab (%1)</source>
        <translation>此选项卡的全部内容(&amp;T)（%1）</translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation>全部(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation>一个文件(&amp;O)</translation>
    </message>
    <message>
        <source>A file for e&amp;ach resource, in a folder</source>
        <translation>每个资源一个文件，放在文件夹中(&amp;A)</translation>
    </message>
    <message>
        <source>Sa&amp;fe for the original command line (no --- inside values)</source>
        <translation>兼容原有的命令行（值中没有 ---）(&amp;F)</translation>
    </message>
    <message>
        <source>With the &amp;values of secrets</source>
        <translation>包含机密的值(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在查询服务器…</translation>
    </message>
    <message>
        <source>The values stand in the file as they are. Only you can read it (mode 0600): keep it so, and do not put it under version control.</source>
        <translation>值会原样写入文件。只有您能读取它（模式 0600）：请保持如此，并且不要将其纳入版本控制。</translation>
    </message>
    <message>
        <source>Secrets are exported with their names only. Functions are exported without their source, which no server gives back.</source>
        <translation>机密只导出其名称。函数导出时不含源代码，服务器不会交还源代码。</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>YAML (*.yaml *.yml)</source>
        <translation>YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>ui::ExtensionsGrid</name>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>JSON value, for example &quot;text&quot; or 1</source>
        <translation>JSON 值，例如 &quot;text&quot; 或 1</translation>
    </message>
    <message>
        <source>Remove this extension</source>
        <translation>移除此扩展</translation>
    </message>
    <message>
        <source>Name of extension %1</source>
        <translation>扩展 %1 的名称</translation>
    </message>
    <message>
        <source>Value of extension %1, JSON</source>
        <translation>扩展 %1 的值，JSON</translation>
    </message>
    <message>
        <source>Remove extension %1</source>
        <translation>移除扩展 %1</translation>
    </message>
</context>
<context>
    <name>ui::FailureCard</name>
    <message>
        <source>Failure</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>What minikube printed</source>
        <translation>minikube 的输出</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>Could not %1: %2</source>
        <translation>无法%1：%2</translation>
    </message>
    <message>
        <source>%1 · exit code %2</source>
        <translation>%1 · 退出代码 %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Change the settings…</source>
        <translation>更改设置…</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>修复上下文</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Show the tools</source>
        <translation>显示工具</translation>
    </message>
    <message>
        <source>Show what it printed</source>
        <translation>显示其输出</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>保存日志…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ui::FilePane</name>
    <message>
        <source>About the file</source>
        <translation>关于文件</translation>
    </message>
    <message>
        <source>Send as &amp;binary (base64), also when it is text</source>
        <translation>作为二进制（base64）发送，即使是文本(&amp;B)</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>文件路径</translation>
    </message>
    <message>
        <source>Drop a file here, choose one, or type its path and press Enter</source>
        <translation>将文件拖放到此处、选择文件，或输入其路径并按 Enter</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择(&amp;H)…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近的文件</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel reading the file</source>
        <translation>取消读取文件</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>再次查看(&amp;L)</translation>
    </message>
    <message>
        <source>Picture in the file</source>
        <translation>文件中的图片</translation>
    </message>
    <message>
        <source>Beginning of the file</source>
        <translation>文件开头</translation>
    </message>
    <message>
        <source>Choose the file to send</source>
        <translation>选择要发送的文件</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation>忘记它们(&amp;F)</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Reading was cancelled. The event can be sent when the file was read.</source>
        <translation>已取消读取。读取文件之后才能发送事件。</translation>
    </message>
    <message>
        <source>The file is empty: the event goes without data.</source>
        <translation>该文件为空：事件将不带数据发送。</translation>
    </message>
    <message>
        <source>goes as a JSON string</source>
        <translation>作为 JSON 字符串发送</translation>
    </message>
    <message>
        <source>goes as base64 in a JSON string</source>
        <translation>作为 JSON 字符串中的 base64 发送</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 (%2, %3)
%4, modified %5
SHA-256 %6</source>
        <translation>%1（%2，%3）
%4，修改于 %5
SHA-256 %6</translation>
    </message>
</context>
<context>
    <name>ui::ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation>转发端口</translation>
    </message>
    <message>
        <source>Reach a port of %1 from this machine.</source>
        <translation>从本机访问 %1 的端口。</translation>
    </message>
    <message>
        <source>&amp;Port of the pod</source>
        <translation>Pod 的端口(&amp;P)</translation>
    </message>
    <message>
        <source>Port of the pod</source>
        <translation>Pod 的端口</translation>
    </message>
    <message>
        <source>Port &amp;here</source>
        <translation>本地端口(&amp;H)</translation>
    </message>
    <message>
        <source>Port on this machine</source>
        <translation>本机上的端口</translation>
    </message>
    <message>
        <source>any free one</source>
        <translation>任意空闲端口</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>转发(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>A port is a number from 1 to %1.</source>
        <translation>端口是 1 到 %1 之间的数字。</translation>
    </message>
    <message>
        <source>Ports below %1 are for the system: this may be refused.</source>
        <translation>%1 以下的端口供系统使用：可能会被拒绝。</translation>
    </message>
    <message>
        <source>Only programs on this machine reach it. It ends with the console.</source>
        <translation>只有本机上的程序能访问它。它随控制台一起结束。</translation>
    </message>
</context>
<context>
    <name>ui::ForwardModel</name>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>lost, trying again</source>
        <translation>已断开，正在重试</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Cluster / namespace / pod</source>
        <translation>集群 / 命名空间 / Pod</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>ui::ForwardsView</name>
    <message>
        <source>Copied %1.</source>
        <translation>已复制 %1。</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>已转发的端口</translation>
    </message>
    <message>
        <source>Open in the &amp;browser</source>
        <translation>在浏览器中打开(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>复制地址(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Select a pod and choose “Forward a port…”: it can then be reached from this machine only.</source>
        <translation>选择一个 Pod，再选择“转发端口…”：之后只能从本机访问它。</translation>
    </message>
</context>
<context>
    <name>ui::HelpBoxes</name>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Copy as YAML</source>
        <translation>复制为 YAML</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Ctrl+C</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>About Dispatch Console</source>
        <translation>关于 Dispatch Console</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration of VMware Dispatch event systems.&lt;/p&gt;&lt;p&gt;GPL 3.0 or later. No account, no telemetry.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;VMware Dispatch 事件系统的管理工具。&lt;/p&gt;&lt;p&gt;GPL 3.0 或更高版本。无需账户，没有遥测。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>ui::HistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation>尚无应答</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>无运行记录</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>事件 Id</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
</context>
<context>
    <name>ui::HistoryView</name>
    <message>
        <source>Any time</source>
        <translation>任何时间</translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation>最近一小时</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>最近一天</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>History of sent events</source>
        <translation>已发送事件的历史记录</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史记录</translation>
    </message>
    <message>
        <source>Search: words of the data, type:… source:… id:…</source>
        <translation>搜索：数据中的词，type:… source:… id:…</translation>
    </message>
    <message>
        <source>Sent when</source>
        <translation>何时发送</translation>
    </message>
    <message>
        <source>Sent events</source>
        <translation>已发送的事件</translation>
    </message>
    <message>
        <source>&amp;Open in the composer</source>
        <translation>在编辑器中打开(&amp;O)</translation>
    </message>
    <message>
        <source>Send &amp;again</source>
        <translation>再次发送(&amp;A)</translation>
    </message>
    <message>
        <source>Copy the &amp;id</source>
        <translation>复制 id(&amp;I)</translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation>删除(&amp;L)…</translation>
    </message>
    <message>
        <source>Nothing that was sent is like that.</source>
        <translation>没有发送过这样的事件。</translation>
    </message>
    <message>
        <source>What you send is kept here, with the answer and the runs it caused.</source>
        <translation>您发送的内容会保存在这里，连同应答及其引发的运行记录。</translation>
    </message>
    <message>
        <source>Delete from the history</source>
        <translation>从历史记录中删除</translation>
    </message>
    <message>
        <source>Delete the event %1 from the history?</source>
        <translation>要从历史记录中删除事件 %1 吗？</translation>
    </message>
    <message>
        <source>What it did on the server stays as it is.</source>
        <translation>它在服务器上产生的效果保持不变。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
</context>
<context>
    <name>ui::ImageEditor</name>
    <message>
        <source>The server has no image &quot;%1&quot;; it has %2.</source>
        <translation>服务器没有镜像“%1”；它有 %2。</translation>
    </message>
</context>
<context>
    <name>ui::ImportReport</name>
    <message>
        <source>◐ working…</source>
        <translation>◐ 进行中…</translation>
    </message>
    <message>
        <source>● done</source>
        <translation>● 完成</translation>
    </message>
    <message>
        <source>= was there already</source>
        <translation>= 原已存在</translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation>▲ 失败</translation>
    </message>
    <message>
        <source>○ not tried</source>
        <translation>○ 未尝试</translation>
    </message>
    <message>
        <source>↶ rolled back</source>
        <translation>↶ 已回滚</translation>
    </message>
    <message>
        <source>▲ not rolled back</source>
        <translation>▲ 未回滚</translation>
    </message>
</context>
<context>
    <name>ui::ImportWindow</name>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>&amp;Stop at the first failure</source>
        <translation>遇到第一个失败即停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Delete what the files do not name</source>
        <translation>删除文件中未指定的内容(&amp;D)</translation>
    </message>
    <message>
        <source>Of the kinds that occur in the files. What uses something goes before it.</source>
        <translation>仅限文件中出现的种类。使用者先于被使用者删除。</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>导入进度</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>回滚(&amp;R)</translation>
    </message>
    <message>
        <source>Save r&amp;eport…</source>
        <translation>保存报告(&amp;E)…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在查询服务器…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
    <message numerus="yes">
        <source>A&amp;pply %n changes</source>
        <translation>
            <numerusform>应用 %n 项更改(&amp;P)</numerusform>
        </translation>
    </message>
    <message>
        <source>A&amp;pply</source>
        <translation>应用(&amp;P)</translation>
    </message>
    <message>
        <source>Drop files here, or choose where the import comes from.</source>
        <translation>将文件拖放到此处，或选择导入的来源。</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>没有要导入的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n to create</source>
        <translation>
            <numerusform>创建 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to change</source>
        <translation>
            <numerusform>更改 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to delete</source>
        <translation>
            <numerusform>删除 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>相同 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>已阻止 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%2 项中已完成 %1 项</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失败 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>未尝试 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rolled back</source>
        <translation>
            <numerusform>已回滚 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be rolled back</source>
        <translation>
            <numerusform>无法回滚 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>已完成 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>剩余 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of which nobody can tell</source>
        <translation>
            <numerusform>%n 项无法确定</numerusform>
        </translation>
    </message>
    <message>
        <source>This import was interrupted: %1. Apply the rest, or roll back what was done.</source>
        <translation>此导入曾中断：%1。请应用其余部分，或回滚已完成的部分。</translation>
    </message>
    <message numerus="yes">
        <source>Rolled back: %n changes.</source>
        <translation>
            <numerusform>已回滚：%n 项更改。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This makes %n changes.</source>
        <translation>
            <numerusform>这会进行 %n 项更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>This takes back what the import did.</source>
        <translation>这会撤销导入所做的更改。</translation>
    </message>
</context>
<context>
    <name>ui::InstallForm</name>
    <message>
        <source>%1, version</source>
        <translation>%1，版本</translation>
    </message>
    <message>
        <source>%1, repository</source>
        <translation>%1，仓库</translation>
    </message>
    <message>
        <source>the newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>&amp;More settings</source>
        <translation>更多设置(&amp;M)</translation>
    </message>
    <message>
        <source>Charts, &amp;repositories and versions</source>
        <translation>chart、仓库和版本(&amp;R)</translation>
    </message>
    <message>
        <source>Use today&apos;s chart repositories in place of those that are gone</source>
        <translation>使用现今的 chart 仓库代替已不存在的仓库</translation>
    </message>
    <message>
        <source>&amp;Folder with charts of Dispatch</source>
        <translation>存放 Dispatch chart 的文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Folder with charts of Dispatch</source>
        <translation>存放 Dispatch chart 的文件夹</translation>
    </message>
    <message>
        <source>none: they are fetched</source>
        <translation>无：将会获取</translation>
    </message>
    <message>
        <source>Time for each chart</source>
        <translation>每个 chart 的时间</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Install also beside releases that failed</source>
        <translation>即使有失败的 release 也安装</translation>
    </message>
</context>
<context>
    <name>ui::InstallProgress</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Ca&amp;ncel…</source>
        <translation>取消(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>Show what the installer printed</source>
        <translation>显示安装程序的输出</translation>
    </message>
    <message>
        <source>Output of the installer</source>
        <translation>安装程序的输出</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>连接(&amp;C)…</translation>
    </message>
    <message>
        <source>Installing Dispatch in %1</source>
        <translation>正在 %1 中安装 Dispatch</translation>
    </message>
    <message>
        <source>Trying an installation in %1. On a cluster without Dispatch this fails: it installs nothing, and then asks for what it would have installed. It tells whether the installer takes the file.</source>
        <translation>正在 %1 中试安装。在没有 Dispatch 的集群上会失败：它不会安装任何内容，随后却会查询本应安装的内容。由此可知安装程序是否接受该文件。</translation>
    </message>
    <message>
        <source>Uninstalling Dispatch from %1</source>
        <translation>正在从 %1 卸载 Dispatch</translation>
    </message>
    <message>
        <source>Getting ready, %1</source>
        <translation>正在准备，%1</translation>
    </message>
    <message>
        <source>Looking whether all is there, %1</source>
        <translation>正在查看是否一切齐备，%1</translation>
    </message>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation>第 %1 步，共 %2 步，%3</translation>
    </message>
    <message>
        <source>Step %1 of %2: certificate in %3, %4</source>
        <translation>第 %1 步，共 %2 步：%3 中的证书，%4</translation>
    </message>
    <message>
        <source>Step %1 of %2: chart %3, %4. Nothing is said while a chart installs.</source>
        <translation>第 %1 步，共 %2 步：chart %3，%4。安装 chart 期间没有任何输出。</translation>
    </message>
    <message>
        <source>Pods wait: %1</source>
        <translation>等待中的 Pod：%1</translation>
    </message>
    <message>
        <source>That hardly gets better by itself; you may as well cancel.</source>
        <translation>这种情况几乎不会自行好转；不妨取消。</translation>
    </message>
    <message>
        <source>It was cancelled. What was installed before stays.</source>
        <translation>已取消。此前已安装的内容会保留。</translation>
    </message>
    <message>
        <source>Install again, or uninstall.</source>
        <translation>请重新安装，或卸载。</translation>
    </message>
    <message>
        <source>The release %1 may be half made: purge it before you install again.</source>
        <translation>release %1 可能只完成了一半：请在重新安装之前将其彻底删除。</translation>
    </message>
    <message>
        <source>Dispatch is uninstalled from %1.</source>
        <translation>已从 %1 卸载 Dispatch。</translation>
    </message>
    <message>
        <source>The installer takes the file, and found everything that it asked for.</source>
        <translation>安装程序接受该文件，并找到了它查询的一切。</translation>
    </message>
    <message>
        <source>Dispatch is installed in %1, at %2.</source>
        <translation>Dispatch 已安装在 %1 中，地址为 %2。</translation>
    </message>
    <message>
        <source>Its certificate was made by the installer, so that the connection takes it unchecked; pin it to be safe.</source>
        <translation>其证书由安装程序生成，因此连接不检查它；为安全起见，请将其固定。</translation>
    </message>
    <message>
        <source>Cancel the installation?</source>
        <translation>取消安装？</translation>
    </message>
    <message>
        <source>What is installed so far stays, and the chart that is being installed may be left half made. The next installation then stumbles over it until it is purged.</source>
        <translation>目前已安装的内容会保留，正在安装的 chart 可能只完成一半。在将其彻底删除之前，它会妨碍下一次安装。</translation>
    </message>
    <message>
        <source>&amp;Cancel the installation</source>
        <translation>取消安装(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
</context>
<context>
    <name>ui::InstallQuestions</name>
    <message>
        <source>All releases of Dispatch are purged: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper and dispatch. With them go the namespaces openfaas, jaeger, riff, kong, zookeeper and dispatch and everything in them: functions, drivers, subscriptions, secrets, images and all data, also what others put there.</source>
        <translation>Dispatch 的所有 release 都会被彻底删除：ingress、postgres、docker-registry、openfaas、jaeger、riff、transport、rabbitmq、api-gateway、zookeeper 和 dispatch。命名空间 openfaas、jaeger、riff、kong、zookeeper 和 dispatch 及其中的一切也会一并删除：函数、驱动、订阅、机密、镜像和所有数据，包括他人放入的内容。</translation>
    </message>
    <message>
        <source>The cluster stays, and so does tiller. Install file, certificates and the configuration of the command line stay in %1. Connections of this console stay, and will not be answered.</source>
        <translation>集群会保留，tiller 也会保留。安装文件、证书和命令行的配置保留在 %1 中。此控制台的连接会保留，但不再有应答。</translation>
    </message>
    <message>
        <source>Install Dispatch all the same?</source>
        <translation>仍要安装 Dispatch 吗?</translation>
    </message>
    <message>
        <source>The check found %1 things with which an installation in %2 cannot work. What gets installed before it fails stays in the cluster.</source>
        <translation>检查发现 %1 个问题，在 %2 中的安装无法成功。失败之前已安装的内容会留在集群中。</translation>
    </message>
    <message>
        <source>&amp;Install all the same</source>
        <translation>仍要安装(&amp;I)</translation>
    </message>
    <message>
        <source>Uninstall Dispatch?</source>
        <translation>卸载 Dispatch？</translation>
    </message>
    <message>
        <source>Uninstall Dispatch from the cluster “%1”?</source>
        <translation>从集群“%1”卸载 Dispatch？</translation>
    </message>
    <message>
        <source>&amp;Uninstall</source>
        <translation>卸载(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Keep the namespaces, with what is left in them</source>
        <translation>保留命名空间及其中剩余的内容(&amp;K)</translation>
    </message>
</context>
<context>
    <name>ui::InstallSettings</name>
    <message>
        <source>The install &amp;file, secrets masked</source>
        <translation>安装文件，机密已遮盖(&amp;F)</translation>
    </message>
    <message>
        <source>The install file, secrets masked</source>
        <translation>安装文件，机密已遮盖</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open an install file</source>
        <translation>打开安装文件</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Save the install file, with its secrets</source>
        <translation>保存安装文件及其机密</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML 文件 (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the install file</source>
        <translation>保存安装文件</translation>
    </message>
    <message>
        <source>save the install file</source>
        <translation>保存安装文件</translation>
    </message>
    <message>
        <source>Saved, readable for you only: %1</source>
        <translation>已保存，仅您可读取：%1</translation>
    </message>
</context>
<context>
    <name>ui::JobButton</name>
    <message>
        <source>No job runs</source>
        <translation>没有作业在运行</translation>
    </message>
    <message>
        <source>Show the window of the job</source>
        <translation>显示作业窗口</translation>
    </message>
</context>
<context>
    <name>ui::JobForm</name>
    <message>
        <source>The &amp;draft, this often:</source>
        <translation>草稿，发送次数(&amp;D)：</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>发送次数</translation>
    </message>
    <message>
        <source>A &amp;file of JSON lines:</source>
        <translation>JSON 行文件(&amp;F)：</translation>
    </message>
    <message>
        <source>File of JSON lines</source>
        <translation>JSON 行文件</translation>
    </message>
    <message>
        <source>An event or the data of one on each line; the rest comes from the draft</source>
        <translation>每行一个事件或一个事件的数据；其余取自草稿</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;How fast:</source>
        <translation>速度(&amp;H)：</translation>
    </message>
    <message>
        <source>How fast</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>As fast as answers come</source>
        <translation>随应答尽快发送</translation>
    </message>
    <message>
        <source>With an interval</source>
        <translation>按间隔</translation>
    </message>
    <message>
        <source>At a rate</source>
        <translation>按速率</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Interval in milliseconds</source>
        <translation>间隔（毫秒）</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> 个/秒</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>每秒事件数</translation>
    </message>
    <message>
        <source>&amp;At once, at most:</source>
        <translation>同时最多(&amp;A)：</translation>
    </message>
    <message>
        <source>Events on their way at once, at most</source>
        <translation>同时发送中的事件数上限</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl *.ndjson *.json *.txt);;All files (*)</source>
        <translation>JSON 行 (*.jsonl *.ndjson *.json *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose the file whose lines are to be sent.</source>
        <translation>请选择要逐行发送的文件。</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>没有文件 %1。</translation>
    </message>
</context>
<context>
    <name>ui::JobPlot</name>
    <message>
        <source>Rate and latency of the job</source>
        <translation>作业的速率和延迟</translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation>尚未发送任何内容。</translation>
    </message>
    <message>
        <source>After %1 seconds: %2 events a second now, %3 at most; answers take %4 ms, the slowest twentieth more than %5 ms; %6 ms at worst.</source>
        <translation>%1 秒后：当前每秒 %2 个事件，最高 %3 个；应答耗时 %4 毫秒，最慢的二十分之一超过 %5 毫秒；最坏 %6 毫秒。</translation>
    </message>
    <message>
        <source>The rate and the latency of the job appear here.</source>
        <translation>作业的速率和延迟会显示在这里。</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>每秒事件数</translation>
    </message>
    <message>
        <source>Answer, ms</source>
        <translation>应答，毫秒</translation>
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
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>Unpausing</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Repairing the context</source>
        <translation>正在修复上下文</translation>
    </message>
    <message>
        <source>Enabling an add-on</source>
        <translation>正在启用插件</translation>
    </message>
    <message>
        <source>Disabling an add-on</source>
        <translation>正在停用插件</translation>
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
        <translation>进度</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>取消(&amp;N)</translation>
    </message>
    <message>
        <source>Cancel what is being done to the cluster</source>
        <translation>取消正在对集群执行的操作</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: step %2 of %3, %4</source>
        <translation>%1：第 %2 步，共 %3 步，%4</translation>
    </message>
    <message>
        <source>Cancelling; minikube tidies up first…</source>
        <translation>正在取消；minikube 先进行清理…</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>警告：%1</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>正在下载 %1</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>已用 %1</translation>
    </message>
    <message>
        <source>about %1 left, as earlier starts took</source>
        <translation>按以往的启动估计，还剩约 %1</translation>
    </message>
    <message>
        <source>longer than earlier starts took</source>
        <translation>比以往的启动用时更长</translation>
    </message>
    <message>
        <source>begun by an earlier console</source>
        <translation>由之前的控制台开始</translation>
    </message>
    <message>
        <source>minikube has said nothing for %1; downloads and slow machines take long, a hang looks the same</source>
        <translation>minikube 已有 %1 没有输出；下载和较慢的机器耗时很长，卡住时看起来也一样</translation>
    </message>
</context>
<context>
    <name>ui::JobWindow</name>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>p50 %1 · p95 %2 · p99 %3</source>
        <translation>p50 %1 · p95 %2 · p99 %3</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Waiting for the server to come back</source>
        <translation>正在等待服务器恢复</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Send many events</source>
        <translation>发送多个事件</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>启动(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Progress of the job</source>
        <translation>作业进度</translation>
    </message>
    <message>
        <source>Ledger: what became of each event</source>
        <translation>台账：每个事件的结果</translation>
    </message>
    <message>
        <source>Nothing was started yet. Closing this window does not stop a job.</source>
        <translation>尚未启动任何作业。关闭此窗口不会停止作业。</translation>
    </message>
    <message>
        <source>as many as the file has</source>
        <translation>与文件中的数量相同</translation>
    </message>
    <message>
        <source>%1: %2 accepted, %3 refused, %4 unknown of %5; %6 on their way, %7 to be sent again. %8 events a second. Runs: %9 succeeded, %10 failed.</source>
        <translation>%1：共 %5 个，已接受 %2 个，已拒绝 %3 个，未知 %4 个；发送中 %6 个，待重新发送 %7 个。每秒 %8 个事件。运行记录：成功 %9 个，失败 %10 个。</translation>
    </message>
    <message>
        <source>Answer: %1
Event to run: %2</source>
        <translation>应答：%1
从事件到运行：%2</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>The draft cannot be sent: %1</source>
        <translation>无法发送草稿：%1</translation>
    </message>
    <message>
        <source>This sends many events.</source>
        <translation>这会发送许多事件。</translation>
    </message>
</context>
<context>
    <name>ui::Jobs</name>
    <message>
        <source>%1 sent</source>
        <translation>已发送 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation>已发送 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>1 job paused: %1</source>
        <translation>1 个作业已暂停：%1</translation>
    </message>
    <message>
        <source>1 job running: %1</source>
        <translation>1 个作业在运行：%1</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>有作业在运行</translation>
    </message>
    <message>
        <source>A job is still sending events. Stop it and quit?</source>
        <translation>有作业仍在发送事件。要停止它并退出吗？</translation>
    </message>
    <message>
        <source>%1. What was sent stays in its ledger; the rest is not sent.</source>
        <translation>%1。已发送的内容保留在其台账中；其余的不会发送。</translation>
    </message>
    <message>
        <source>&amp;Stop the job and quit</source>
        <translation>停止作业并退出(&amp;S)</translation>
    </message>
</context>
<context>
    <name>ui::JsonEditor</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>第 %1 行，第 %2 列：%3</translation>
    </message>
    <message>
        <source>Laid out so, a line or the whole text would be too long for the editor.</source>
        <translation>这样排版后，某一行或整个文本对编辑器来说太长。</translation>
    </message>
</context>
<context>
    <name>ui::KeptPaste</name>
    <message>
        <source>keep the pasted text as the file %1</source>
        <translation>将粘贴的文本保存为文件 %1</translation>
    </message>
    <message>
        <source>The text is too long for the editor and could not be kept as a file.</source>
        <translation>文本太长，编辑器放不下，也无法保存为文件。</translation>
    </message>
    <message>
        <source>Make room or choose another place: save the text as a file yourself and choose it here. What you copied is still in the clipboard.</source>
        <translation>请腾出空间或选择其他位置：自行将文本保存为文件，再在这里选择它。复制的内容仍在剪贴板中。</translation>
    </message>
</context>
<context>
    <name>ui::LedgerModel</name>
    <message>
        <source>HTTP %1 after %2</source>
        <translation>%2 后返回 HTTP %1</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Sent to run&apos;s end</source>
        <translation>从发送到运行结束</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>事件 Id</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>ui::LogText</name>
    <message>
        <source>… (%1 more bytes)</source>
        <translation>…（还有 %1 字节）</translation>
    </message>
</context>
<context>
    <name>ui::LogView</name>
    <message>
        <source>Log of a pod</source>
        <translation>Pod 的日志</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>上一个(&amp;P)</translation>
    </message>
    <message>
        <source>The log of the container before the one that runs: why it ended</source>
        <translation>运行中容器之前那个容器的日志：它为何结束</translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation>时间(&amp;I)</translation>
    </message>
    <message>
        <source>When each line was written</source>
        <translation>每行的写入时间</translation>
    </message>
    <message>
        <source>&amp;Wrap</source>
        <translation>换行(&amp;W)</translation>
    </message>
    <message>
        <source>Long lines go on in the next one</source>
        <translation>长行在下一行继续</translation>
    </message>
    <message>
        <source>F&amp;ollow</source>
        <translation>跟随(&amp;O)</translation>
    </message>
    <message>
        <source>Keep the newest line in sight. Scrolling up ends it.</source>
        <translation>始终显示最新的一行。向上滚动即停止。</translation>
    </message>
    <message>
        <source>Only lines with… (-word: without)</source>
        <translation>仅含有…的行（-word：不含）</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>仅显示含有这些词的行</translation>
    </message>
    <message>
        <source>Find… (%1)</source>
        <translation>查找…（%1）</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>在日志中查找</translation>
    </message>
    <message>
        <source>The match before</source>
        <translation>上一个匹配项</translation>
    </message>
    <message>
        <source>The next match</source>
        <translation>下一个匹配项</translation>
    </message>
    <message>
        <source>Copy the selection, or all that is shown</source>
        <translation>复制所选内容，或复制显示的全部内容</translation>
    </message>
    <message>
        <source>Save the log to a file</source>
        <translation>将日志保存到文件</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>%1 (init)</source>
        <translation>%1 (init)</translation>
    </message>
    <message>
        <source>Choose a pod and press Enter to read its log.</source>
        <translation>选择一个 Pod 并按 Enter 即可阅读其日志。</translation>
    </message>
    <message>
        <source>Asking for the log…</source>
        <translation>正在请求日志…</translation>
    </message>
    <message>
        <source>Following.</source>
        <translation>跟随中。</translation>
    </message>
    <message>
        <source>Waiting for more.</source>
        <translation>正在等待更多内容。</translation>
    </message>
    <message>
        <source>This is the end of the log.</source>
        <translation>日志到此结束。</translation>
    </message>
    <message>
        <source>There is no log.</source>
        <translation>没有日志。</translation>
    </message>
    <message>
        <source>%1 older lines were dropped.</source>
        <translation>已丢弃 %1 行较旧的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n lines</source>
        <translation>
            <numerusform>%n 行中的 %1 行</numerusform>
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
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>保存日志</translation>
    </message>
    <message>
        <source>%1 lines are in %2.</source>
        <translation>%1 行已写入 %2。</translation>
    </message>
</context>
<context>
    <name>ui::MainToolBar</name>
    <message>
        <source>Main tool bar</source>
        <translation>主工具栏</translation>
    </message>
    <message>
        <source>Look now (%1)</source>
        <translation>立即查看（%1）</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the latest change (%1)</source>
        <translation>撤销最近的更改（%1）</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>New resource</source>
        <translation>新建资源</translation>
    </message>
    <message>
        <source>Filter (%1)</source>
        <translation>筛选（%1）</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>筛选表格</translation>
    </message>
    <message>
        <source>All words must occur in a row; a word after - must not.</source>
        <translation>行中必须包含所有的词；不得包含 - 后面的词。</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>连接 %1</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>新建%1…</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>启动本地 Dispatch(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>连接到服务器(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Look now</source>
        <translation>立即查看(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>筛选(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>导览(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Dispatch Console</source>
        <translation>关于 Dispatch Console(&amp;A)</translation>
    </message>
    <message>
        <source>%1 · org %2 – Dispatch Console</source>
        <translation>%1 · 组织 %2 – Dispatch Console</translation>
    </message>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Edit…	Enter</source>
        <translation>编辑(&amp;E)…	Enter</translation>
    </message>
    <message>
        <source>D&amp;uplicate…	Ctrl+D</source>
        <translation>复制一份(&amp;U)…	Ctrl+D</translation>
    </message>
    <message>
        <source>&amp;Delete…	Del</source>
        <translation>删除(&amp;D)…	Del</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML	Ctrl+C</source>
        <translation>复制为 YAML(&amp;Y)	Ctrl+C</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>复制为 JSON(&amp;J)</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>复制为命令行(&amp;M)</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>复制为 curl(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>Und&amp;o the latest change…</source>
        <translation>撤销最近的更改(&amp;O)…</translation>
    </message>
</context>
<context>
    <name>ui::MatchHitsModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Function state</source>
        <translation>函数状态</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>不存在</translation>
    </message>
</context>
<context>
    <name>ui::MatchView</name>
    <message>
        <source>Did you mean %1? Only upper and lower case differ. (%2)</source>
        <translation>您是指 %1 吗？只有大小写不同。（%2）</translation>
    </message>
    <message>
        <source>Did you mean %1? (%2)</source>
        <translation>您是指 %1 吗？（%2）</translation>
    </message>
    <message>
        <source>What this event will hit</source>
        <translation>此事件会命中什么</translation>
    </message>
    <message>
        <source>Subscriptions this event will hit</source>
        <translation>此事件会命中的订阅</translation>
    </message>
    <message>
        <source>Nobody can say what it will hit: the subscriptions could not be read.</source>
        <translation>无法得知它会命中什么：未能读取订阅。</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>正在读取订阅…</translation>
    </message>
    <message>
        <source>Type an event type to see which subscriptions it will hit. Compared letter by letter; there are no wildcards.</source>
        <translation>输入事件类型即可查看它会命中哪些订阅。逐字母比较；没有通配符。</translation>
    </message>
    <message>
        <source>The event will be dropped: no subscription has the type %1.</source>
        <translation>该事件会被丢弃：没有类型为 %1 的订阅。</translation>
    </message>
    <message numerus="yes">
        <source>Goes to one of %n subscription(s):</source>
        <translation>
            <numerusform>发往 %n 个订阅之一：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hits %n subscription(s):</source>
        <translation>
            <numerusform>命中 %n 个订阅：</numerusform>
        </translation>
    </message>
    <message>
        <source>An original Solo shares the events of one type between its subscriptions: each event reaches only one of them, in turn.</source>
        <translation>原版 Solo 会将同一类型的事件分给其各个订阅：每个事件只轮流到达其中一个。</translation>
    </message>
    <message>
        <source>%1 runs more than once: several subscriptions point at it.</source>
        <translation>%1 会运行多次：有多个订阅指向它。</translation>
    </message>
    <message numerus="yes">
        <source>%n of them will not run: subscription and function must both be READY.</source>
        <translation>
            <numerusform>其中 %n 个不会运行：订阅和函数都必须为 READY。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Show what was tried and what came back</source>
        <translation>显示尝试了什么以及返回了什么</translation>
    </message>
    <message>
        <source>Copy the message with all details</source>
        <translation>复制消息及所有详细信息</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>消息的详细信息</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Could not %1. %2</source>
        <translation>无法%1。%2</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation>HTTP 状态：%1</translation>
    </message>
    <message>
        <source>Raw answer:</source>
        <translation>原始应答：</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>处理办法</translation>
    </message>
</context>
<context>
    <name>ui::MillisecondsEditor</name>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
</context>
<context>
    <name>ui::NameEditor</name>
    <message>
        <source>There is a %1 of this name already.</source>
        <translation>已有同名的%1。</translation>
    </message>
    <message>
        <source>A name cannot change. Duplicate the %1 to give it another.</source>
        <translation>名称不能更改。请复制一份%1，并为其指定其他名称。</translation>
    </message>
    <message>
        <source>Leave it empty to use the made-up name.</source>
        <translation>留空则使用自动生成的名称。</translation>
    </message>
</context>
<context>
    <name>ui::NameQuestion</name>
    <message>
        <source>Change a protected server?</source>
        <translation>更改受保护的服务器？</translation>
    </message>
    <message>
        <source>%1 To go on, type the name of the connection: %2</source>
        <translation>%1 要继续，请输入该连接的名称：%2</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>连接的名称</translation>
    </message>
    <message>
        <source>&amp;Change it</source>
        <translation>更改(&amp;C)</translation>
    </message>
</context>
<context>
    <name>ui::NodesModel</name>
    <message>
        <source>worker</source>
        <translation>工作节点</translation>
    </message>
    <message>
        <source>control plane</source>
        <translation>控制平面</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>API server</source>
        <translation>API 服务器</translation>
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
        <translation>镜像</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>可从外部访问</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改时间</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>驱动类型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>机密</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Language image</source>
        <translation>语言镜像</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>处理函数</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Built image</source>
        <translation>已构建的镜像</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>还有 %1 个</translation>
    </message>
    <message>
        <source>at least since %1</source>
        <translation>至少从 %1 起</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>自</translation>
    </message>
</context>
<context>
    <name>ui::OverviewPane</name>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>State of the cluster</source>
        <translation>集群的状态</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>关于集群</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>下一步操作</translation>
    </message>
    <message>
        <source>Choose a profile above, or create one.</source>
        <translation>请在上面选择一个配置档，或创建一个。</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>, as of %1</source>
        <translation>，截至 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>驱动</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>runtime</source>
        <translation>运行时</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>修复上下文</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>再次启动</translation>
    </message>
    <message>
        <source>Start a new one</source>
        <translation>启动一个新的</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>保存日志…</translation>
    </message>
    <message>
        <source>minikube does not say how it is: %1</source>
        <translation>minikube 没有说明它的状态：%1</translation>
    </message>
</context>
<context>
    <name>ui::PageActions</name>
    <message>
        <source>&amp;New…</source>
        <translation>新建(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>编辑(&amp;E)…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>复制一份(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML</source>
        <translation>复制为 YAML(&amp;Y)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>复制为 JSON(&amp;J)</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>复制为命令行(&amp;M)</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>复制为 curl(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation>复制为(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation>将所选内容复制为文本</translation>
    </message>
    <message>
        <source>New %1 (%2)</source>
        <translation>新建%1（%2）</translation>
    </message>
    <message>
        <source>Edit the selected %1 (Enter)</source>
        <translation>编辑所选的%1（Enter）</translation>
    </message>
    <message>
        <source>New %1 with the values of the selected one</source>
        <translation>以所选项的值新建%1</translation>
    </message>
    <message>
        <source>Delete the selection, after a question (Del)</source>
        <translation>询问后删除所选项（Del）</translation>
    </message>
</context>
<context>
    <name>ui::PairRows</name>
    <message>
        <source>A value has no key.</source>
        <translation>有一个值没有键。</translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; is there twice.</source>
        <translation>键“%1”出现了两次。</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Remove this entry</source>
        <translation>移除此条目</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>键 %1</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>值 %1</translation>
    </message>
    <message>
        <source>Remove entry %1</source>
        <translation>移除条目 %1</translation>
    </message>
</context>
<context>
    <name>ui::ParameterField</name>
    <message>
        <source>This time never comes.</source>
        <translation>这个时间永远不会到来。</translation>
    </message>
    <message>
        <source>Next: %1 (UTC)</source>
        <translation>下一次：%1 (UTC)</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>例如：%1</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>The driver does not run without it.</source>
        <translation>没有它驱动无法运行。</translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation>需要一个整数。</translation>
    </message>
    <message>
        <source>At least %1.</source>
        <translation>至少为 %1。</translation>
    </message>
    <message>
        <source>It is &quot;%1&quot;, which is neither true nor false. It stays so until you change it.</source>
        <translation>它是“%1”，既不是 true 也不是 false。在您更改之前会保持不变。</translation>
    </message>
</context>
<context>
    <name>ui::PasteDialog</name>
    <message>
        <source>Import pasted text</source>
        <translation>导入粘贴的文本</translation>
    </message>
    <message>
        <source>&amp;YAML or JSON</source>
        <translation>YAML 或 JSON(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>YAML or JSON to import</source>
        <translation>要导入的 YAML 或 JSON</translation>
    </message>
    <message>
        <source>One or more documents with a kind, separated by lines of three dashes.</source>
        <translation>一个或多个带 kind 的文档，以三个短横线的行分隔。</translation>
    </message>
</context>
<context>
    <name>ui::PinQuestion</name>
    <message>
        <source>Pin the certificate?</source>
        <translation>固定该证书？</translation>
    </message>
    <message>
        <source>Ask the administrator for the SHA-256 fingerprint of the server&apos;s certificate. Only if it is this one, pin it:

%1</source>
        <translation>请向管理员询问服务器证书的 SHA-256 指纹。只有与此相同时才将其固定：

%1</translation>
    </message>
    <message>
        <source>It is this one: &amp;pin it</source>
        <translation>相同：将其固定(&amp;P)</translation>
    </message>
</context>
<context>
    <name>ui::PlanModel</name>
    <message>
        <source>changes %1</source>
        <translation>更改 %1</translation>
    </message>
    <message>
        <source>+ create</source>
        <translation>+ 创建</translation>
    </message>
    <message>
        <source>~ change</source>
        <translation>~ 更改</translation>
    </message>
    <message>
        <source>= same</source>
        <translation>= 相同</translation>
    </message>
    <message>
        <source>− delete</source>
        <translation>− 删除</translation>
    </message>
    <message>
        <source>✕ blocked</source>
        <translation>✕ 已阻止</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>ui::PlanView</name>
    <message>
        <source>Plan: what the import would do</source>
        <translation>计划：导入将会做什么</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>The new resource</source>
        <translation>新的资源</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>在服务器上</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>在文件中</translation>
    </message>
    <message>
        <source>Choose what to import. Nothing is changed before you have seen the plan.</source>
        <translation>请选择要导入的内容。在您看到计划之前不会更改任何内容。</translation>
    </message>
    <message>
        <source>The server has the same already: nothing is sent.</source>
        <translation>服务器上已有相同的内容：不会发送任何内容。</translation>
    </message>
    <message>
        <source>The files do not name it: it would be deleted.</source>
        <translation>文件中没有指定它：它将被删除。</translation>
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
        <translation>日志(&amp;L)</translation>
    </message>
    <message>
        <source>Pre&amp;vious log</source>
        <translation>上一个日志(&amp;V)</translation>
    </message>
    <message>
        <source>Forward a &amp;port…</source>
        <translation>转发端口(&amp;P)…</translation>
    </message>
    <message>
        <source>Copy the &amp;name</source>
        <translation>复制名称(&amp;N)</translation>
    </message>
    <message>
        <source>No pod is like that.</source>
        <translation>没有这样的 Pod。</translation>
    </message>
</context>
<context>
    <name>ui::PreflightModel</name>
    <message>
        <source>looking</source>
        <translation>正在查找</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理方法</translation>
    </message>
</context>
<context>
    <name>ui::PreflightView</name>
    <message>
        <source>&amp;Way of installing</source>
        <translation>安装方式(&amp;W)</translation>
    </message>
    <message>
        <source>The original installer, with Helm 2</source>
        <translation>原版安装程序，使用 Helm 2</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes, with Helm 3</source>
        <translation>适用于当前 Kubernetes 的 chart，使用 Helm 3</translation>
    </message>
    <message>
        <source>None: the local Dispatch of this console</source>
        <translation>无：使用此控制台的本地 Dispatch</translation>
    </message>
    <message>
        <source>Way of installing</source>
        <translation>安装方式</translation>
    </message>
    <message>
        <source>What an installation needs</source>
        <translation>安装所需的条件</translation>
    </message>
    <message>
        <source>Result of the check</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 as it was released. Its charts need Kubernetes 1.10 to 1.15 and Helm 2.</source>
        <translation>发布时原样的 Dispatch 0.1.24。其 chart 需要 Kubernetes 1.10 到 1.15 以及 Helm 2。</translation>
    </message>
    <message>
        <source>Works on today&apos;s clusters, with charts that somebody rewrote for them. The console checks what they need, and does not run them: the original installer cannot.</source>
        <translation>使用他人为其改写的 chart，可在现今的集群上运行。控制台会检查这些 chart 的要求，但不会运行它们：原版安装程序做不到。</translation>
    </message>
    <message>
        <source>A whole Dispatch on this machine, without a cluster. The same screens, the same files.</source>
        <translation>在本机上运行的完整 Dispatch，无需集群。界面相同，文件也相同。</translation>
    </message>
    <message>
        <source>&amp;Stop checking</source>
        <translation>停止检查(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>重新检查(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>立即检查(&amp;C)</translation>
    </message>
    <message>
        <source>Not looked at yet. The check asks the tools and the cluster, and fetches charts to see whether they are there. It changes nothing.</source>
        <translation>尚未查看。检查会查询各个工具和集群，并获取 chart 以确认它们是否存在。它不会更改任何内容。</translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation>这里无需处理</translation>
    </message>
</context>
<context>
    <name>ui::ProfileDialog</name>
    <message>
        <source>Connection “%1”</source>
        <translation>连接“%1”</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>连接到服务器</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Organization</source>
        <translation>组织(&amp;O)</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>连接的名称</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>服务器的地址</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>保存(&amp;V)</translation>
    </message>
    <message>
        <source>Save without connecting</source>
        <translation>保存但不连接</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>The address is scheme, host and port, for example http://127.0.0.1:8080.</source>
        <translation>地址由协议、主机和端口组成，例如 http://127.0.0.1:8080。</translation>
    </message>
    <message>
        <source>An organization is needed; most servers have one called dispatch.</source>
        <translation>需要组织；大多数服务器都有一个名为 dispatch 的组织。</translation>
    </message>
    <message>
        <source>Another connection is called “%1”.</source>
        <translation>另一个连接名为“%1”。</translation>
    </message>
    <message>
        <source>The private key is locked: enter its pass phrase.</source>
        <translation>私钥已锁定：请输入其密码短语。</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>正在查询 %1…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Colour, protection, certificates, proxy</source>
        <translation>颜色、保护、证书、代理</translation>
    </message>
    <message>
        <source>&amp;Test…</source>
        <translation>测试(&amp;T)…</translation>
    </message>
    <message>
        <source>Test the connection step by step</source>
        <translation>逐步测试连接</translation>
    </message>
    <message>
        <source>Sign in in the browser; the console waits. If no browser opens, go to %1</source>
        <translation>请在浏览器中登录；控制台会等待。如果没有打开浏览器，请前往 %1</translation>
    </message>
    <message>
        <source>connect to %1</source>
        <translation>连接到 %1</translation>
    </message>
    <message>
        <source>Pin the certificat&amp;e…</source>
        <translation>固定证书(&amp;E)…</translation>
    </message>
</context>
<context>
    <name>ui::ProfileSettings</name>
    <message>
        <source>Choose a PEM file</source>
        <translation>选择 PEM 文件</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key)</source>
        <translation>PEM 文件 (*.pem *.crt *.cer *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Co&amp;lour</source>
        <translation>颜色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Protection</source>
        <translation>保护(&amp;P)</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>CA 文件(&amp;F)</translation>
    </message>
    <message>
        <source>Client certi&amp;ficate</source>
        <translation>客户端证书(&amp;F)</translation>
    </message>
    <message>
        <source>Its &amp;key</source>
        <translation>其密钥(&amp;K)</translation>
    </message>
    <message>
        <source>P&amp;inned certificate</source>
        <translation>固定的证书(&amp;I)</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>代理(&amp;X)</translation>
    </message>
    <message>
        <source>Proxy a&amp;ddress</source>
        <translation>代理地址(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Without the proxy</source>
        <translation>不经代理(&amp;W)</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>protected: type the name to change anything</source>
        <translation>受保护：更改任何内容都要输入名称</translation>
    </message>
    <message>
        <source>read-only: nothing is changed from here</source>
        <translation>只读：不从这里更改任何内容</translation>
    </message>
    <message>
        <source>that of the system</source>
        <translation>系统的代理</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>this one:</source>
        <translation>此代理：</translation>
    </message>
    <message>
        <source>in addition to those of the system</source>
        <translation>在系统的设置之外附加</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>SHA-256 指纹</translation>
    </message>
    <message>
        <source>In&amp;secure: do not check the certificate at all</source>
        <translation>不安全：完全不检查证书(&amp;S)</translation>
    </message>
    <message>
        <source>Anybody on the way can then read the token and everything else. A pinned certificate is safe and works with any server.</source>
        <translation>这样途中的任何人都能读取令牌及其他一切内容。固定的证书是安全的，并且适用于任何服务器。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>A SHA-256 fingerprint has 64 hexadecimal digits.</source>
        <translation>SHA-256 指纹有 64 个十六进制数字。</translation>
    </message>
    <message>
        <source>The address of a proxy is host and port, for example proxy.example.com:3128.</source>
        <translation>代理的地址由主机和端口组成，例如 proxy.example.com:3128。</translation>
    </message>
</context>
<context>
    <name>ui::ProfilesModel</name>
    <message>
        <source>Profile</source>
        <translation>配置档</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>驱动</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
</context>
<context>
    <name>ui::ReferenceEditor</name>
    <message>
        <source>choose or type a name</source>
        <translation>选择或输入名称</translation>
    </message>
    <message>
        <source>Choose a %1.</source>
        <translation>请选择%1。</translation>
    </message>
    <message>
        <source>There is no driver type &quot;%1&quot;, and it is not in the catalogue.</source>
        <translation>没有驱动类型“%1”，目录中也没有。</translation>
    </message>
    <message>
        <source>There is no %1 &quot;%2&quot; yet.</source>
        <translation>还没有%1“%2”。</translation>
    </message>
    <message>
        <source>%1 The type is registered first, with image %2.</source>
        <translation>%1 会先用镜像 %2 注册该类型。</translation>
    </message>
    <message>
        <source>%1 (%2, will be registered)</source>
        <translation>%1（%2，将会注册）</translation>
    </message>
</context>
<context>
    <name>ui::ReferencesEditor</name>
    <message>
        <source>There are no %1 yet.</source>
        <translation>还没有%1。</translation>
    </message>
    <message>
        <source>Not there yet: %1.</source>
        <translation>尚不存在：%1。</translation>
    </message>
    <message>
        <source>%1 (will be created)</source>
        <translation>%1（将会创建）</translation>
    </message>
    <message>
        <source>%1 (does not exist)</source>
        <translation>%1（不存在）</translation>
    </message>
</context>
<context>
    <name>ui::RequestDock</name>
    <message>
        <source>(nothing)</source>
        <translation>（无）</translation>
    </message>
    <message>
        <source>(too long to keep)</source>
        <translation>（太长，未保留）</translation>
    </message>
    <message>
        <source>(not text)</source>
        <translation>（不是文本）</translation>
    </message>
    <message>
        <source>(not kept)</source>
        <translation>（未保留）</translation>
    </message>
    <message>
        <source>(not kept: it may hold secrets)</source>
        <translation>（未保留：其中可能含有机密）</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Filter: a part of the path, the method or the status</source>
        <translation>筛选：路径的一部分、方法或状态</translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation>筛选请求</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>复制为 curl(&amp;R)</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>清除(&amp;E)</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>发送的内容</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>返回的内容</translation>
    </message>
    <message>
        <source>Choose a request to see what was sent…</source>
        <translation>选择一个请求即可查看发送的内容…</translation>
    </message>
    <message>
        <source>…and what came back. Secrets are masked.</source>
        <translation>…以及返回的内容。机密已遮盖。</translation>
    </message>
</context>
<context>
    <name>ui::RequestModel</name>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
</context>
<context>
    <name>ui::ResourceDialog</name>
    <message>
        <source>New %1</source>
        <translation>新建%1</translation>
    </message>
    <message>
        <source>Edit %1 %2</source>
        <translation>编辑%1 %2</translation>
    </message>
    <message>
        <source>Duplicate %1 %2</source>
        <translation>复制%1 %2</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>创建(&amp;C)</translation>
    </message>
    <message>
        <source>Read the values &amp;again</source>
        <translation>重新读取值(&amp;A)</translation>
    </message>
    <message>
        <source>Reading the values…</source>
        <translation>正在读取值…</translation>
    </message>
    <message>
        <source>Without its values the secret cannot be changed.</source>
        <translation>没有其值，就无法更改该机密。</translation>
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation>没有要更改的内容。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>放弃更改？</translation>
    </message>
    <message>
        <source>Discard what you typed?</source>
        <translation>要放弃您输入的内容吗？</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>继续编辑(&amp;K)</translation>
    </message>
    <message>
        <source>Cancelled: nothing was sent.</source>
        <translation>已取消：未发送任何内容。</translation>
    </message>
    <message>
        <source>The %1 is deleted on the server and only in this form now. Discard it?</source>
        <translation>%1在服务器上已删除，现在只存在于此表单中。要放弃它吗？</translation>
    </message>
    <message>
        <source>This is saved to the server.</source>
        <translation>这会保存到服务器。</translation>
    </message>
</context>
<context>
    <name>ui::ResourceForm</name>
    <message>
        <source>&amp;More</source>
        <translation>更多(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Known driver</source>
        <translation>已知驱动(&amp;K)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::ResourcePage</name>
    <message>
        <source>Enter edits, Delete deletes, the menu key shows what else can be done.</source>
        <translation>Enter 编辑，Delete 删除，菜单键显示其他可用操作。</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>%1的列</translation>
    </message>
    <message>
        <source>Age of the list</source>
        <translation>列表的时效</translation>
    </message>
    <message>
        <source>as of %1 · stale</source>
        <translation>截至 %1 · 已过时</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>立即重试(&amp;R)</translation>
    </message>
</context>
<context>
    <name>ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message numerus="yes">
        <source>%n older run(s) dropped: the newest are kept here.</source>
        <translation>
            <numerusform>已丢弃 %n 条较旧的运行记录：这里保留最新的。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RunPanel</name>
    <message>
        <source>&amp;Input (JSON)</source>
        <translation>输入（JSON）(&amp;I)</translation>
    </message>
    <message>
        <source>Input of the run, JSON</source>
        <translation>运行的输入，JSON</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Run the function with this input (Ctrl+Return)</source>
        <translation>以此输入运行该函数（Ctrl+Return）</translation>
    </message>
    <message>
        <source>The function is %1: it can run when it is READY.</source>
        <translation>该函数为 %1：为 READY 时才能运行。</translation>
    </message>
    <message>
        <source>Left empty, the function gets no input.</source>
        <translation>留空时，函数没有输入。</translation>
    </message>
    <message>
        <source>paste the input of a run</source>
        <translation>粘贴运行的输入</translation>
    </message>
    <message>
        <source>The text is too long for this field, which is for inputs typed by hand.</source>
        <translation>文本太长，此字段放不下；它用于手动键入的输入。</translation>
    </message>
    <message>
        <source>Send it as an event with a file: the subscribed functions get it as their input.</source>
        <translation>请将其作为带文件的事件发送：已订阅的函数会将其作为输入。</translation>
    </message>
    <message>
        <source>This runs the function %1.</source>
        <translation>这会运行函数 %1。</translation>
    </message>
</context>
<context>
    <name>ui::RunView</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行记录 %1</translation>
    </message>
    <message>
        <source>Choose a run to see its output, logs and error.</source>
        <translation>选择一条运行记录即可查看其输出、日志和错误。</translation>
    </message>
    <message>
        <source>No output.</source>
        <translation>没有输出。</translation>
    </message>
    <message>
        <source>Still running…</source>
        <translation>仍在运行…</translation>
    </message>
    <message>
        <source>--- standard error ---</source>
        <translation>--- 标准错误 ---</translation>
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation>它没有写出任何内容。</translation>
    </message>
    <message>
        <source>No error.</source>
        <translation>没有错误。</translation>
    </message>
    <message>
        <source>Event %1
Type %2, source %3

</source>
        <translation>事件 %1
类型 %2，来源 %3

</translation>
    </message>
    <message>
        <source>No input.</source>
        <translation>没有输入。</translation>
    </message>
    <message>
        <source>
… cut here, after %1 kB</source>
        <translation>
… 在 %1 kB 之后从此处截断</translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation>运行记录的各部分</translation>
    </message>
</context>
<context>
    <name>ui::SaveFlow</name>
    <message>
        <source>save %1 %2</source>
        <translation>保存%1 %2</translation>
    </message>
    <message>
        <source>Saving was cancelled. The server may have done a part of it already.</source>
        <translation>已取消保存。服务器可能已经完成其中一部分。</translation>
    </message>
    <message>
        <source>Look at the list before you try again.</source>
        <translation>重试之前请先查看列表。</translation>
    </message>
    <message>
        <source>The old %1 is deleted and the new one is not there yet: it is only in this form. %2</source>
        <translation>旧的%1已删除，新的尚不存在：它只存在于此表单中。%2</translation>
    </message>
    <message>
        <source>Save again to create it.</source>
        <translation>请再次保存以创建它。</translation>
    </message>
</context>
<context>
    <name>ui::SecretPairsEditor</name>
    <message>
        <source>S&amp;how values</source>
        <translation>显示值(&amp;H)</translation>
    </message>
    <message>
        <source>Value from &amp;file…</source>
        <translation>从文件取值(&amp;F)…</translation>
    </message>
    <message>
        <source>A secret needs at least one key.</source>
        <translation>机密至少需要一个键。</translation>
    </message>
    <message>
        <source>A file that becomes one value</source>
        <translation>选择要成为一个值的文件</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is larger than 1 MB, too large for a secret.</source>
        <translation>%1 大于 1 MB，对机密来说太大。</translation>
    </message>
    <message>
        <source>%1 is not text (UTF-8). Encode it first, for example with base64.</source>
        <translation>%1 不是文本（UTF-8）。请先编码，例如使用 base64。</translation>
    </message>
</context>
<context>
    <name>ui::SecretPeek</name>
    <message>
        <source>&amp;Reveal</source>
        <translation>显示(&amp;R)</translation>
    </message>
    <message>
        <source>Fetch this value and show it for 30 seconds</source>
        <translation>获取此值并显示 30 秒</translation>
    </message>
    <message>
        <source>Reveal the value for 30 seconds</source>
        <translation>显示该值 30 秒</translation>
    </message>
    <message>
        <source>Key of the secret</source>
        <translation>机密的键</translation>
    </message>
    <message>
        <source>Value of the key</source>
        <translation>该键的值</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Fetch this value and put it on the clipboard for 30 seconds</source>
        <translation>获取此值并放入剪贴板 30 秒</translation>
    </message>
    <message>
        <source>Copy the value for 30 seconds</source>
        <translation>复制该值 30 秒</translation>
    </message>
</context>
<context>
    <name>ui::SendRow</name>
    <message>
        <source>Send man&amp;y…</source>
        <translation>发送多个(&amp;Y)…</translation>
    </message>
    <message>
        <source>Send this event many times, or the lines of a file</source>
        <translation>多次发送此事件，或发送文件中的各行</translation>
    </message>
    <message>
        <source>&amp;Send event</source>
        <translation>发送事件(&amp;S)</translation>
    </message>
    <message>
        <source>Send the event (Ctrl+Return)</source>
        <translation>发送该事件（Ctrl+Return）</translation>
    </message>
    <message>
        <source>How much of the event is sent</source>
        <translation>事件已发送的部分</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Cancel sending the event</source>
        <translation>取消发送事件</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1，共 %2</translation>
    </message>
    <message>
        <source>%1 sent, waiting for the answer…</source>
        <translation>已发送 %1，正在等待应答…</translation>
    </message>
</context>
<context>
    <name>ui::ServiceAccountDialog</name>
    <message>
        <source>New service account</source>
        <translation>新建服务账户</translation>
    </message>
    <message>
        <source>A key is made on this machine and kept like every other secret of a connection. The server gets its public half. A new connection then signs in to the organization “%1” with it.</source>
        <translation>密钥在本机上生成，并像连接的其他机密一样保存。服务器得到其公钥。之后，一个新的连接会用它登录组织“%1”。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name of the service account</source>
        <translation>服务账户的名称</translation>
    </message>
    <message>
        <source>&amp;Allow it everything in this organization, with a policy of its own</source>
        <translation>通过专用策略允许它在此组织中执行任何操作(&amp;A)</translation>
    </message>
    <message>
        <source>Without a policy it can sign in and do nothing.</source>
        <translation>没有策略时，它可以登录，但什么也做不了。</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>创建(&amp;M)</translation>
    </message>
    <message>
        <source>A name has letters, digits, - and _ only.</source>
        <translation>名称只能含有字母、数字、- 和 _。</translation>
    </message>
    <message>
        <source>This makes a service account.</source>
        <translation>这会创建一个服务账户。</translation>
    </message>
</context>
<context>
    <name>ui::ServicesModel</name>
    <message>
        <source>only inside the cluster</source>
        <translation>仅在集群内部</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
</context>
<context>
    <name>ui::ServicesView</name>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>再次查看(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Open in the browser</source>
        <translation>在浏览器中打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>复制地址(&amp;C)</translation>
    </message>
    <message>
        <source>Co&amp;nnect to it…</source>
        <translation>连接到它(&amp;N)…</translation>
    </message>
    <message>
        <source>Asking for the services…</source>
        <translation>正在查询服务…</translation>
    </message>
    <message>
        <source>The cluster must run to have services.</source>
        <translation>集群必须在运行才有服务。</translation>
    </message>
    <message>
        <source>Stop the &amp;tunnel</source>
        <translation>停止隧道(&amp;T)</translation>
    </message>
    <message>
        <source>Stop the &amp;dashboard</source>
        <translation>停止仪表板(&amp;D)</translation>
    </message>
    <message>
        <source>Start a &amp;tunnel</source>
        <translation>启动隧道(&amp;T)</translation>
    </message>
    <message>
        <source>Start the &amp;dashboard</source>
        <translation>启动仪表板(&amp;D)</translation>
    </message>
    <message>
        <source>A tunnel gives services of the type LoadBalancer an address.</source>
        <translation>隧道为 LoadBalancer 类型的服务提供地址。</translation>
    </message>
    <message>
        <source>The dashboard of Kubernetes, in a browser.</source>
        <translation>Kubernetes 的仪表板，在浏览器中显示。</translation>
    </message>
    <message>
        <source>The tunnel wants a password, which it can only ask for in a terminal. Run there: %1</source>
        <translation>隧道需要密码，而它只能在终端中询问。请在终端中运行：%1</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Copy the co&amp;mmand</source>
        <translation>复制命令(&amp;M)</translation>
    </message>
    <message>
        <source>Open it in the &amp;browser</source>
        <translation>在浏览器中打开(&amp;B)</translation>
    </message>
</context>
<context>
    <name>ui::SignInForm</name>
    <message>
        <source>A service account has a name, as ci or acme/ci.</source>
        <translation>服务账户的名称形如 ci 或 acme/ci。</translation>
    </message>
    <message>
        <source>The cookie is missing: all of the header, as name=value.</source>
        <translation>缺少 Cookie：请输入完整的标头，形如 name=value。</translation>
    </message>
    <message>
        <source>The token is missing: without the word Bearer.</source>
        <translation>缺少令牌：不含单词 Bearer。</translation>
    </message>
    <message>
        <source>The private key of the service account is missing.</source>
        <translation>缺少服务账户的私钥。</translation>
    </message>
    <message>
        <source>The secret is kept in the keychain of this desktop (%1).</source>
        <translation>机密保存在此桌面的钥匙串中（%1）。</translation>
    </message>
    <message>
        <source>The secret is kept until the console ends. %1</source>
        <translation>机密保留到控制台结束。%1</translation>
    </message>
    <message>
        <source>Asking the keychain…</source>
        <translation>正在查询钥匙串…</translation>
    </message>
    <message>
        <source>None: as Dispatch Solo expects it</source>
        <translation>无：Dispatch Solo 要求如此</translation>
    </message>
    <message>
        <source>Cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>持有者令牌</translation>
    </message>
    <message>
        <source>Service account with its key</source>
        <translation>服务账户及其密钥</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>登录(&amp;S)</translation>
    </message>
    <message>
        <source>Coo&amp;kie</source>
        <translation>Cookie(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>令牌(&amp;T)</translation>
    </message>
    <message>
        <source>Acco&amp;unt</source>
        <translation>账户(&amp;U)</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>私钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Pass phrase</source>
        <translation>密码短语(&amp;P)</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择(&amp;H)…</translation>
    </message>
    <message>
        <source>Choose the file of the private key</source>
        <translation>选择私钥文件</translation>
    </message>
    <message>
        <source>name, or organization/name</source>
        <translation>名称，或 organization/name</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>已保存；键入即可替换</translation>
    </message>
    <message>
        <source>asked each time, kept nowhere</source>
        <translation>每次询问，不保存</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Private key of the service account</source>
        <translation>服务账户的私钥</translation>
    </message>
    <message>
        <source>Get it with the &amp;browser…</source>
        <translation>用浏览器获取(&amp;B)…</translation>
    </message>
    <message>
        <source>Sign in with the browser</source>
        <translation>使用浏览器登录</translation>
    </message>
</context>
<context>
    <name>ui::SourceBar</name>
    <message>
        <source>&amp;Files…</source>
        <translation>文件(&amp;F)…</translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation>文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Paste…</source>
        <translation>粘贴(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Address…</source>
        <translation>地址(&amp;A)…</translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation>导入的内容</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>YAML and JSON (*.yaml *.yml *.json)</source>
        <translation>YAML 和 JSON (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>导入文件夹</translation>
    </message>
    <message>
        <source>Import from an address</source>
        <translation>从地址导入</translation>
    </message>
    <message>
        <source>Address of a YAML or JSON file (http or https). The credentials of the connection are not sent there.</source>
        <translation>YAML 或 JSON 文件的地址（http 或 https）。连接的凭据不会发送到那里。</translation>
    </message>
</context>
<context>
    <name>ui::SourceEditor</name>
    <message>
        <source>choose, drop or type a path</source>
        <translation>选择、拖放或输入路径</translation>
    </message>
    <message>
        <source>Fol&amp;der…</source>
        <translation>文件夹(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation>文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose a source folder</source>
        <translation>选择源代码文件夹</translation>
    </message>
    <message>
        <source>Choose a source file</source>
        <translation>选择源代码文件</translation>
    </message>
    <message>
        <source>The server never gives a source back: choose it again to change the function.</source>
        <translation>服务器从不交还源代码：要更改函数，请重新选择源代码。</translation>
    </message>
    <message>
        <source>Choose the file or the folder with the code.</source>
        <translation>请选择含有代码的文件或文件夹。</translation>
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation>没有文件或文件夹 %1。</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>无法读取 %1。</translation>
    </message>
    <message>
        <source>A folder needs a handler that says where to begin.</source>
        <translation>使用文件夹时，需要处理函数来指明从何处开始。</translation>
    </message>
    <message>
        <source>All files below the folder are packed, without hidden ones.</source>
        <translation>文件夹下的所有文件都会打包，隐藏文件除外。</translation>
    </message>
    <message>
        <source>%1, read when the form is sent.</source>
        <translation>%1，在提交表单时读取。</translation>
    </message>
    <message>
        <source>Folder with the code</source>
        <translation>含有代码的文件夹</translation>
    </message>
    <message>
        <source>File with the code</source>
        <translation>含有代码的文件</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Starting local Dispatch…</source>
        <translation>正在启动本地 Dispatch…</translation>
    </message>
    <message>
        <source>Where is your Dispatch?</source>
        <translation>您的 Dispatch 在哪里？</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>启动本地 Dispatch(&amp;L)</translation>
    </message>
    <message>
        <source>Works right away on this machine, keeps its data, needs nothing else.</source>
        <translation>在本机上即刻可用，保留其数据，无需其他内容。</translation>
    </message>
    <message>
        <source>&amp;Connect to a server</source>
        <translation>连接到服务器(&amp;C)</translation>
    </message>
    <message>
        <source>Dispatch Solo or Dispatch on Kubernetes, by its address.</source>
        <translation>通过地址连接 Dispatch Solo 或 Kubernetes 上的 Dispatch。</translation>
    </message>
    <message>
        <source>Set up &amp;minikube</source>
        <translation>设置 minikube(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>重新启动本地 Dispatch(&amp;R)</translation>
    </message>
    <message>
        <source>A full cluster on this machine, with Dispatch in it: make, start and watch it here.</source>
        <translation>本机上的完整集群，其中带有 Dispatch：在这里创建、启动和监视它。</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>connected %1 ms</source>
        <translation>已连接 %1 毫秒</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>paused: the sign-in was refused</source>
        <translation>已暂停：登录被拒绝</translation>
    </message>
    <message>
        <source>next look %1 s</source>
        <translation>%1 秒后再次查看</translation>
    </message>
    <message>
        <source>token %1 s</source>
        <translation>令牌 %1 秒</translation>
    </message>
    <message>
        <source>token %1 min</source>
        <translation>令牌 %1 分钟</translation>
    </message>
</context>
<context>
    <name>ui::TemplateBar</name>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Pinned templates</source>
        <translation>固定的模板</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>模板 %1</translation>
    </message>
    <message>
        <source>%1 is no template and was left alone: %2</source>
        <translation>%1 不是模板，已保持原样：%2</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more file(s).</source>
        <translation>
            <numerusform>… 还有 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>No templates yet</source>
        <translation>还没有模板</translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation>另存为模板(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Update with this draft</source>
        <translation>用此草稿更新(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Rename, describe, pin</source>
        <translation>重命名、描述、固定(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Open the folder</source>
        <translation>打开文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation>删除模板</translation>
    </message>
    <message>
        <source>Delete the template %1?</source>
        <translation>要删除模板 %1 吗？</translation>
    </message>
    <message>
        <source>The file %1 goes with it.</source>
        <translation>文件 %1 会一并删除。</translation>
    </message>
    <message>
        <source>open the folder of templates</source>
        <translation>打开模板文件夹</translation>
    </message>
    <message>
        <source>No program on this desktop opens folders.</source>
        <translation>此桌面上没有能打开文件夹的程序。</translation>
    </message>
    <message>
        <source>The templates are in %1.</source>
        <translation>模板位于 %1。</translation>
    </message>
    <message>
        <source>Tem&amp;plates</source>
        <translation>模板(&amp;P)</translation>
    </message>
</context>
<context>
    <name>ui::TemplateDialog</name>
    <message>
        <source>&amp;Pinned: has a button of its own</source>
        <translation>固定：有专用的按钮(&amp;P)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>描述(&amp;D)</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>模板需要名称。</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>另存为模板</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>模板 %1</translation>
    </message>
</context>
<context>
    <name>ui::ToolChooser</name>
    <message>
        <source>Where is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
</context>
<context>
    <name>ui::ToolsModel</name>
    <message>
        <source>looking</source>
        <translation>正在查找</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>cannot be run</source>
        <translation>无法运行</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>too old</source>
        <translation>太旧</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>%1 (chosen)</source>
        <translation>%1（已选择）</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
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
        <translation>%1 不在本机上，或不在查找程序的位置。获取方法：%2。也可以选择其位置。</translation>
    </message>
    <message>
        <source>%1 is not a program that can be run. Choose another file, or search for it again.</source>
        <translation>%1 不是可以运行的程序。请选择其他文件，或重新搜索。</translation>
    </message>
    <message>
        <source>%1 does not tell its version (%2). Check that it is %3, and for this machine.</source>
        <translation>%1 没有说明其版本（%2）。请检查它是否为 %3，以及是否适用于本机。</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>它没有任何输出</translation>
    </message>
    <message>
        <source>%1 is older than %2. To get a newer one: %3.</source>
        <translation>%1 比 %2 旧。获取更新版本的方法：%3。</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>About the tool</source>
        <translation>关于工具</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>再次查看(&amp;A)</translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation>选择文件(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Search for it</source>
        <translation>搜索它(&amp;S)</translation>
    </message>
    <message>
        <source>Copy &amp;how to get it</source>
        <translation>复制获取方法(&amp;H)</translation>
    </message>
    <message>
        <source>Choose a tool to read about it. A cluster takes minikube and something that carries it, such as Docker; kubectl shows what runs in it.</source>
        <translation>选择一个工具即可阅读其说明。集群需要 minikube 以及承载它的程序，例如 Docker；kubectl 显示集群中运行的内容。</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>Looking &amp;again…</source>
        <translation>正在再次查看(&amp;A)…</translation>
    </message>
</context>
<context>
    <name>ui::Tour</name>
    <message>
        <source>A Dispatch of your own</source>
        <translation>您自己的 Dispatch</translation>
    </message>
    <message>
        <source>A local Dispatch runs on this machine. It keeps its data, and it is a real one: what works here works on a server.</source>
        <translation>本地 Dispatch 在本机上运行。它保留其数据，并且是真正的 Dispatch：在这里可行的，在服务器上也可行。</translation>
    </message>
    <message>
        <source>Register a driver type</source>
        <translation>注册驱动类型</translation>
    </message>
    <message>
        <source>A driver type says which image turns something into events. The catalogue knows the usual ones; ticker is the simplest.</source>
        <translation>驱动类型说明由哪个镜像将某处发生的事情变成事件。目录中有常用的类型；ticker 最为简单。</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>保存机密</translation>
    </message>
    <message>
        <source>Passwords belong into secrets: drivers and functions refer to them by name, and the window never shows a value unless you ask.</source>
        <translation>密码应放入机密：驱动和函数按名称引用它们；除非您要求，窗口从不显示值。</translation>
    </message>
    <message>
        <source>Start a driver</source>
        <translation>启动驱动</translation>
    </message>
    <message>
        <source>A driver is a running instance of a type. This one ticks every two seconds. The table follows it until it is READY.</source>
        <translation>驱动是某个类型正在运行的实例。这个驱动每两秒触发一次。表格会一直跟踪它，直到它为 READY。</translation>
    </message>
    <message>
        <source>Create a function</source>
        <translation>创建函数</translation>
    </message>
    <message>
        <source>A function is a file or a folder with code. Dispatch builds it and says READY when it can run.</source>
        <translation>函数是含有代码的文件或文件夹。Dispatch 会构建它，可以运行时显示 READY。</translation>
    </message>
    <message>
        <source>Subscribe the function</source>
        <translation>订阅函数</translation>
    </message>
    <message>
        <source>A subscription ties an event type to a function, letter by letter. From now on each tick runs hello.</source>
        <translation>订阅将事件类型与函数逐字母地绑定。从现在起，每次触发都会运行 hello。</translation>
    </message>
    <message>
        <source>Look at what ran</source>
        <translation>查看运行过的内容</translation>
    </message>
    <message>
        <source>The function keeps its runs: those of the ticker and yours, each with its input, output and log.</source>
        <translation>函数会保留其运行记录：ticker 引发的和您自己的，每条都带有输入、输出和日志。</translation>
    </message>
    <message>
        <source>Stop the driver</source>
        <translation>停止驱动</translation>
    </message>
    <message>
        <source>Deleting says first what depends on the thing, and Cancel is the default. Nothing needs this driver, so it goes.</source>
        <translation>删除前会先说明哪些内容依赖于它，默认按钮为“取消”。没有任何内容需要此驱动，因此将其删除。</translation>
    </message>
    <message>
        <source>The picture %1 could not be saved. Is there space, and may you write there?</source>
        <translation>无法保存图片 %1。是否有空间，您是否有权写入该处？</translation>
    </message>
    <message>
        <source>The window was closed.</source>
        <translation>窗口已关闭。</translation>
    </message>
    <message>
        <source>The tour was stopped.</source>
        <translation>导览已停止。</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>第 %1 步，共 %2 步：%3</translation>
    </message>
    <message>
        <source>nothing came of it</source>
        <translation>没有产生结果</translation>
    </message>
    <message>
        <source>the control was not there</source>
        <translation>控件不存在</translation>
    </message>
    <message>
        <source>Step %1 (%2), move %3 did not happen: %4.</source>
        <translation>第 %1 步（%2），动作 %3 未执行：%4。</translation>
    </message>
    <message>
        <source>Compose an event and see whom it hits</source>
        <translation>编写事件并查看它会命中谁</translation>
    </message>
    <message>
        <source>Events can be made by hand. Before anything is sent, the page says whom the event will hit and shows the request to the byte, also for curl, PowerShell and Python.</source>
        <translation>事件可以手动编写。在发送之前，页面会说明事件将命中谁，并逐字节显示请求，也提供 curl、PowerShell 和 Python 的形式。</translation>
    </message>
    <message>
        <source>Send it and follow what it does</source>
        <translation>发送它并跟踪其效果</translation>
    </message>
    <message>
        <source>The trace joins each subscription with its run: state, duration, output and log, and whether the function was given exactly what was sent.</source>
        <translation>跟踪将每个订阅与其运行记录相连：状态、持续时间、输出和日志，以及函数得到的是否正是所发送的内容。</translation>
    </message>
    <message>
        <source>Keep it as a template</source>
        <translation>将其保存为模板</translation>
    </message>
    <message>
        <source>A template is a plain file that can be shared. A pinned one has a button of its own. All that was ever sent is in the history.</source>
        <translation>模板是可以共享的普通文件。固定的模板有专用的按钮。所有发送过的内容都在历史记录中。</translation>
    </message>
    <message>
        <source>Send many</source>
        <translation>发送多个</translation>
    </message>
    <message>
        <source>A job sends an event many times or the lines of a file, at a rate or as fast as answers come. It keeps a line for each event and draws how long everything takes.</source>
        <translation>作业会多次发送一个事件或发送文件中的各行，可按速率发送，也可随应答尽快发送。它为每个事件保留一行记录，并以图表显示各项耗时。</translation>
    </message>
</context>
<context>
    <name>ui::TourCaption</name>
    <message>
        <source>&amp;Stop tour</source>
        <translation>停止导览(&amp;S)</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
</context>
<context>
    <name>ui::TraceModel</name>
    <message>
        <source>none that is known</source>
        <translation>没有已知的</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>无运行记录</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
</context>
<context>
    <name>ui::TraceView</name>
    <message>
        <source>Send an event, and what it does appears here.</source>
        <translation>发送一个事件，其效果会显示在这里。</translation>
    </message>
    <message>
        <source>Sending %1…</source>
        <translation>正在发送 %1…</translation>
    </message>
    <message>
        <source>Not accepted: %1</source>
        <translation>未接受：%1</translation>
    </message>
    <message>
        <source>Accepted: HTTP %1 after %2 ms</source>
        <translation>已接受：HTTP %1，用时 %2 毫秒</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n 个订阅</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>排队中 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>运行中 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>成功 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失败 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a run</source>
        <translation>
            <numerusform>无运行记录 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Queued. Following the runs it causes…</source>
        <translation>已排队。正在跟踪它引发的运行…</translation>
    </message>
    <message>
        <source>The runs cannot be seen just now: %1</source>
        <translation>目前无法查看运行记录：%1</translation>
    </message>
    <message>
        <source>Everything it caused has ended.</source>
        <translation>它引发的一切均已结束。</translation>
    </message>
    <message>
        <source>No subscription matched %1: the server took the event and dropped it.</source>
        <translation>没有与 %1 匹配的订阅：服务器收下了事件并将其丢弃。</translation>
    </message>
    <message>
        <source>The deadline passed before everything had ended. A run that comes later is still shown.</source>
        <translation>在一切结束之前已到期限。之后出现的运行记录仍会显示。</translation>
    </message>
    <message>
        <source>This server does not tell of runs: what the event did cannot be seen from here.</source>
        <translation>此服务器不提供运行记录：无法从这里看到该事件的效果。</translation>
    </message>
    <message>
        <source>✓ The function received exactly what was sent.</source>
        <translation>✓ 函数收到的正是所发送的内容。</translation>
    </message>
    <message>
        <source>Nobody can tell whether the function received what was sent.</source>
        <translation>无法得知函数是否收到了所发送的内容。</translation>
    </message>
    <message>
        <source>The function received something else</source>
        <translation>函数收到了不同的内容</translation>
    </message>
    <message>
        <source>The function received something else at %1</source>
        <translation>函数在 %1 处收到了不同的内容</translation>
    </message>
    <message>
        <source>%1: sent %2, received %3</source>
        <translation>%1：发送的是 %2，收到的是 %3</translation>
    </message>
    <message>
        <source>What the event did</source>
        <translation>事件的效果</translation>
    </message>
    <message>
        <source>What each subscription made of the event</source>
        <translation>每个订阅对事件的处理</translation>
    </message>
</context>
<context>
    <name>ui::UndoDialog</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take back the latest change?</source>
        <translation>要撤销最近的更改吗？</translation>
    </message>
    <message>
        <source>What undoing would do</source>
        <translation>撤销将会做什么</translation>
    </message>
    <message>
        <source>What would differ</source>
        <translation>将有的差异</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>After undoing</source>
        <translation>撤销之后</translation>
    </message>
    <message>
        <source>Bring secrets back &amp;without their values, which are not kept</source>
        <translation>恢复机密但不含其值，值不会保留(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message numerus="yes">
        <source>Take back the whole import (%n changes)?</source>
        <translation>
            <numerusform>要撤销整个导入（%n 项更改）吗？</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::UndoModel</name>
    <message>
        <source>Delete %1 %2, which was created</source>
        <translation>删除已创建的%1 %2</translation>
    </message>
    <message>
        <source>Change %1 %2 back</source>
        <translation>将%1 %2 改回</translation>
    </message>
    <message>
        <source>Create %1 %2 again, which was deleted</source>
        <translation>重新创建已删除的%1 %2</translation>
    </message>
    <message>
        <source>⚠ The values of the secret are gone.</source>
        <translation>⚠ 机密的值已不存在。</translation>
    </message>
    <message>
        <source>Undoing would</source>
        <translation>撤销将会</translation>
    </message>
    <message>
        <source>Done at</source>
        <translation>执行时间</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>ui::VariableMenu</name>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Put a variable into the field with the cursor (Ctrl+Space)</source>
        <translation>将变量放入光标所在的字段（Ctrl+Space）</translation>
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
        <translation>长度尚未知</translation>
    </message>
    <message>
        <source>%1 bytes here</source>
        <translation>此处 %1 字节</translation>
    </message>
    <message>
        <source>as base64</source>
        <translation>作为 base64</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>作为文本</translation>
    </message>
    <message>
        <source>⟨the file %1, %2 bytes, %3, %4⟩</source>
        <translation>⟨文件 %1，%2 字节，%3，%4⟩</translation>
    </message>
    <message>
        <source>
… shortened here; %1 more bytes go out.</source>
        <translation>
… 此处有省略；还会发出 %1 字节。</translation>
    </message>
    <message>
        <source>
… shortened here; %1 characters in all. Copy takes everything.</source>
        <translation>
… 此处有省略；共 %1 个字符。复制会包含全部内容。</translation>
    </message>
    <message>
        <source>The request as it will go</source>
        <translation>将要发出的请求</translation>
    </message>
    <message>
        <source>The same request for other tools</source>
        <translation>用于其他工具的相同请求</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Set the environment variable %1 before you run it: no credential is written here.</source>
        <translation>运行之前请设置环境变量 %1：此处不写入任何凭据。</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚未知</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>Data %1 · encoded %2 · request body %3</source>
        <translation>数据 %1 · 编码后 %2 · 请求正文 %3</translation>
    </message>
</context>
<context>
    <name>ui::WorkloadView</name>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>NOT ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>takes no new pods</source>
        <translation>不接受新的 Pod</translation>
    </message>
    <message>
        <source>%1 CPUs</source>
        <translation>%1 个 CPU</translation>
    </message>
    <message>
        <source>%1 for pods</source>
        <translation>%1 可用于 Pod</translation>
    </message>
    <message>
        <source>Node %1: %2</source>
        <translation>节点 %1：%2</translation>
    </message>
    <message>
        <source>What runs in the cluster</source>
        <translation>集群中运行的内容</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation>所有命名空间</translation>
    </message>
    <message>
        <source>Filter the pods: name, state, reason… (-word: without)</source>
        <translation>筛选 Pod：名称、状态、原因…（-word：不含）</translation>
    </message>
    <message>
        <source>Filter the pods</source>
        <translation>筛选 Pod</translation>
    </message>
    <message>
        <source>Look again now</source>
        <translation>立即再次查看</translation>
    </message>
    <message>
        <source>Events, log and forwarded ports</source>
        <translation>事件、日志和已转发的端口</translation>
    </message>
    <message>
        <source>%1 (terminating)</source>
        <translation>%1（正在终止）</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>正在查询集群…</translation>
    </message>
    <message>
        <source>There are no pods in this cluster.</source>
        <translation>此集群中没有 Pod。</translation>
    </message>
    <message>
        <source>There are no pods in %1.</source>
        <translation>%1 中没有 Pod。</translation>
    </message>
    <message>
        <source>No cluster is chosen</source>
        <translation>未选择集群</translation>
    </message>
    <message>
        <source>Choose one, or create one, to see what runs in it.</source>
        <translation>选择或创建一个集群，即可查看其中运行的内容。</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>What runs in it is shown when that is done.</source>
        <translation>完成之后会显示其中运行的内容。</translation>
    </message>
    <message>
        <source>kubectl is not on this machine</source>
        <translation>kubectl 不在本机上</translation>
    </message>
    <message>
        <source>It is needed to see what runs in a cluster: %1</source>
        <translation>查看集群中运行的内容需要它：%1</translation>
    </message>
    <message>
        <source>kubectl does not work</source>
        <translation>kubectl 不起作用</translation>
    </message>
    <message>
        <source>%1 cannot be used. Choose another one under Tools.</source>
        <translation>无法使用 %1。请在“工具”下选择其他的。</translation>
    </message>
    <message>
        <source>This was so %1 ago. %2</source>
        <translation>这是 %1 前的情况。%2</translation>
    </message>
    <message numerus="yes">
        <source>Events (%n warnings)</source>
        <translation>
            <numerusform>事件（%n 个警告）</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Forwarded ports (%1)</source>
        <translation>已转发的端口（%1）</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>已转发的端口</translation>
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message numerus="yes">
        <source>%n in ERROR</source>
        <translation>
            <numerusform>%n 个处于 ERROR</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>立即重试(&amp;R)</translation>
    </message>
    <message>
        <source>Deleted %1 %2.</source>
        <translation>已删除%1 %2。</translation>
    </message>
    <message>
        <source>Created %1 %2.</source>
        <translation>已创建%1 %2。</translation>
    </message>
    <message>
        <source>Saved %1 %2.</source>
        <translation>已保存%1 %2。</translation>
    </message>
    <message>
        <source>%1 is READY.</source>
        <translation>%1 为 READY。</translation>
    </message>
    <message>
        <source>bring %1 %2 to READY</source>
        <translation>使%1 %2 达到 READY</translation>
    </message>
    <message>
        <source>It is in ERROR and the server gives no reason.</source>
        <translation>它处于 ERROR，服务器没有给出原因。</translation>
    </message>
    <message>
        <source>Correct it with Edit; saving starts it again.</source>
        <translation>请用“编辑”更正它；保存后会重新启动它。</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>重新启动本地 Dispatch(&amp;R)</translation>
    </message>
    <message>
        <source>the input of function %1</source>
        <translation>函数 %1 的输入</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>放弃更改？</translation>
    </message>
    <message>
        <source>Discard what you typed and did not send? It is in: %1.</source>
        <translation>要放弃您输入但未发送的内容吗？它位于：%1。</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>继续编辑(&amp;K)</translation>
    </message>
    <message>
        <source>the import that is running; what it has done stays done</source>
        <translation>正在运行的导入；已完成的部分会保留</translation>
    </message>
    <message>
        <source>There is nothing to undo here.</source>
        <translation>这里没有可撤销的内容。</translation>
    </message>
    <message numerus="yes">
        <source>Undone: %n changes.</source>
        <translation>
            <numerusform>已撤销：%n 项更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Sign in again…</source>
        <translation>重新登录(&amp;S)…</translation>
    </message>
</context>
<context>
    <name>ui::YamlDesk</name>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>已导入：%n 项更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>已导出到 %1。</translation>
    </message>
    <message numerus="yes">
        <source>Exported %n files to %1.</source>
        <translation>
            <numerusform>已将 %n 个文件导出到 %1。</numerusform>
        </translation>
    </message>
</context>
</TS>
