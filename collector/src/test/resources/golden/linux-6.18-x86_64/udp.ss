ESTAB  0      0      127.0.2.1:35047 127.0.2.1:53 ino:16004001 sk:30c870 cgroup:/ <->                         
ESTAB  0      0      127.0.2.1:35580 127.0.2.1:53 ino:16004002 sk:30c871 cgroup:/ <->                         
ESTAB  0      0      127.0.2.1:35595 127.0.2.1:53 ino:16004003 sk:30c872 cgroup:/ <->                         
ESTAB  0      0          [::1]:7002      [::1]:53 ino:16050795 sk:30c873 cgroup:/conncount-golden <->         
UNCONN 0      0          [::1]:7003       [::]:*  ino:16050796 sk:30c874 cgroup:/conncount-golden v6only:1 <->
UNCONN 0      0              *:7004          *:*  ino:16050797 sk:30c875 cgroup:/conncount-golden v6only:0 <->
