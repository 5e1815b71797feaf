"""Fonts for the pages that this program makes itself: the nearest free face for each official one that is missing."""

FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="same"><family>方正小标宋简体</family><prefer>
    <family>方正小标宋_GBK</family><family>FZXiaoBiaoSong-B05S</family><family>Noto Serif CJK SC Bold</family>
    <family>Noto Serif CJK SC</family></prefer></alias>
  <alias binding="same"><family>仿宋_GB2312</family><prefer>
    <family>仿宋</family><family>FangSong</family><family>FandolFang</family><family>Noto Serif CJK SC</family>
  </prefer></alias>
  <alias binding="same"><family>楷体_GB2312</family><prefer>
    <family>楷体</family><family>KaiTi</family><family>LXGW WenKai</family><family>AR PL KaitiM GB</family>
    <family>Noto Serif CJK SC</family></prefer></alias>
  <alias binding="same"><family>黑体</family><prefer>
    <family>SimHei</family><family>Noto Sans CJK SC</family></prefer></alias>
  <alias binding="same"><family>宋体</family><prefer>
    <family>SimSun</family><family>Noto Serif CJK SC</family></prefer></alias>
  <alias binding="same"><family>Times New Roman</family><prefer>
    <family>Liberation Serif</family></prefer></alias>
  <match target="pattern">
    <test name="family"><string>方正小标宋简体</string></test>
    <edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>
  </match>
</fontconfig>
"""
"""A fontconfig file."""
