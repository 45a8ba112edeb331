u_str LISTEN 1      7      /tmp/conncount-golden1503115948600444306/odd ü name 69427324 * 0        <-> ino:2146354 dev:0/65024 peers: 69427327
u_dgr UNCONN 0      0                                                          * 69427338 * 0        <->                                        
u_seq ESTAB  0      0                                                          * 69427340 * 69427339 <->                                        
u_str ESTAB  0      0                                                          * 69427327 * 0        <->                                        
u_seq UNCONN 0      0                                                          * 69427341 * 0        <->                                        
u_dgr ESTAB  5      0           /tmp/conncount-golden1503115948600444306/mailbox 69427331 * 0        <-> ino:2146401 dev:0/65024                
u_dgr ESTAB  0      0                                                          * 69427336 * 69427337 <->                                        
u_dgr ESTAB  0      0                                                          * 69427337 * 69427336 <->                                        
u_str ESTAB  0      0                                                          * 69427333 * 69427334 <->                                        
u_str ESTAB  0      0                                                          * 69427364 * 0        ---                                        
u_dgr ESTAB  0      768                                                        * 69427332 * 69427331 <->                                        
u_str ESTAB  0      0                                                          * 69427334 * 69427333 <->                                        
u_str UNCONN 0      0                                                          * 69427335 * 0        <->                                        
u_str ESTAB  0      0                                                          * 69427325 * 69427326 <->                                        
u_seq ESTAB  0      0                                          @conncount@golden 69427330 * 69427329 <->                                        
u_seq ESTAB  0      0                                                          * 69427339 * 69427340 <->                                        
u_seq ESTAB  0      0                                                          * 69427329 * 69427330 <->                                        
u_str ESTAB  0      0      /tmp/conncount-golden1503115948600444306/odd ü name 69427326 * 69427325 <-> ino:2146354 dev:0/65024                
u_seq LISTEN 0      3                                          @conncount@golden 69427328 * 0        <-> peers:                                 
